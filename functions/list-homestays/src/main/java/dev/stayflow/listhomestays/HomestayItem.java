package dev.stayflow.listhomestays;

import dev.stayflow.order.Homestay;

/**
 * One homestay in the list.
 *
 * @param homestayPrice for one night, minor units
 * @param foodPrice for one person and night, minor units
 * @param peopleNum how many it sleeps
 */
record HomestayItem(
    long id,
    String title,
    String subTitle,
    String cover,
    long homestayPrice,
    long foodPrice,
    String currency,
    int peopleNum) {

  static HomestayItem of(Homestay homestay) {
    return new HomestayItem(
        homestay.id().value(),
        homestay.title(),
        homestay.subTitle(),
        homestay.cover(),
        homestay.homestayPrice().minor(),
        homestay.foodPrice().minor(),
        homestay.homestayPrice().currencyCode(),
        homestay.peopleLimit());
  }
}
