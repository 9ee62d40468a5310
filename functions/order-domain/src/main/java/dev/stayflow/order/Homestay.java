package dev.stayflow.order;

/**
 * A homestay as it is offered, or within an {@link Order} as it was when it was booked.
 *
 * @param cover URL of a picture
 * @param homestayPrice for one night
 * @param foodPrice for one person and night
 * @param peopleLimit how many guests it sleeps
 */
public record Homestay(
    HomestayId id,
    OwnerId owner,
    String title,
    String subTitle,
    String cover,
    String info,
    String foodInfo,
    Money homestayPrice,
    Money foodPrice,
    int peopleLimit) {

  private static final long DEAREST_MINOR = 10_000_000_000L;
  private static final int MOST_PEOPLE = 1000;

  /**
   * A homestay within the bounds that the database holds too; within them no price overflows.
   *
   * @throws IllegalArgumentException outside of them
   */
  public Homestay {
    requireSane(homestayPrice);
    requireSane(foodPrice);
    if (!homestayPrice.currency().equals(foodPrice.currency())) {
      throw new IllegalArgumentException("a homestay has one currency");
    }
    if (peopleLimit < 1 || peopleLimit > MOST_PEOPLE) {
      throw new IllegalArgumentException("people limit must be 1 to " + MOST_PEOPLE);
    }
  }

  private static void requireSane(Money price) {
    if (price.minor() < 0 || price.minor() > DEAREST_MINOR) {
      throw new IllegalArgumentException("a price must be 0 to " + DEAREST_MINOR);
    }
  }
}
