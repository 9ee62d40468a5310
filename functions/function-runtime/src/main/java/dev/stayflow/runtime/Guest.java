package dev.stayflow.runtime;

/**
 * The guest on whose behalf a request is made.
 *
 * @param id positive, the subject of the guest's token
 */
public record Guest(long id) {
  public Guest {
    if (id <= 0) {
      throw new IllegalArgumentException("a guest's id is positive, not " + id);
    }
  }
}
