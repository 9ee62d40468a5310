package dev.stayflow.order;

/** How a stay is priced. */
final class Pricing {

  private Pricing() {}

  /**
   * Price per night times nights, and with food: price per person and night, times both.
   *
   * @throws ArithmeticException beyond 64 bits, which the bounds of {@link Homestay} rule out
   */
  static Price price(Homestay homestay, Nights nights, int people, boolean withFood) {
    Money homestayTotal = homestay.homestayPrice().times(nights.count());
    long meals = withFood ? Math.multiplyExact(nights.count(), people) : 0;
    return new Price(homestayTotal, homestay.foodPrice().times(meals));
  }
}
