package dev.stayflow.order;

/**
 * What a stay costs.
 *
 * @param homestayTotal for all nights
 * @param foodTotal for all people and nights; zero without food
 */
public record Price(Money homestayTotal, Money foodTotal) {

  /** All of it. */
  public Money total() {
    return homestayTotal.plus(foodTotal);
  }
}
