package dev.stayflow.homestaydetail;

import dev.stayflow.order.Homestay;

/**
 * All there is to know about a homestay.
 *
 * @param homestayPrice for one night, minor units
 * @param foodPrice for one person and night, minor units
 * @param peopleNum how many it sleeps
 */
record HomestayView(
    long id,
    String title,
    String subTitle,
    String cover,
    String info,
    String foodInfo,
    long homestayPrice,
    long foodPrice,
    String currency,
    int peopleNum) {

  static HomestayView of(Homestay homestay) {
    return new HomestayView(
        homestay.id().value(),
        homestay.title(),
        homestay.subTitle(),
        homestay.cover(),
        homestay.info(),
        homestay.foodInfo(),
        homestay.homestayPrice().minor(),
        homestay.foodPrice().minor(),
        homestay.homestayPrice().currencyCode(),
        homestay.peopleLimit());
  }
}
