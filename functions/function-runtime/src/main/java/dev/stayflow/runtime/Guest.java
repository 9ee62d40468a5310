package dev.stayflow.runtime;

import java.util.Optional;

/**
 * The guest on whose behalf a request is made.
 *
 * @param id positive, the subject of the guest's token
 * @param email the token's claim {@code email}, unless {@code email_verified} is false (OpenID
 *     Connect); not checked to be one
 * @param locale the token's claim {@code locale}, a BCP 47 tag
 */
public record Guest(long id, Optional<String> email, Optional<String> locale) {
  public Guest {
    if (id <= 0) {
      throw new IllegalArgumentException("a guest's id is positive, not " + id);
    }
  }
}
