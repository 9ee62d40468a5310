package dev.stayflow.dispatcher.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/** People with a password. */
final class People {
  /**
   * Somebody with a password.
   *
   * @param hash with the name of its algorithm in front, {@code {bcrypt}...}
   */
  record Person(Actor actor, String hash) {
    /** Says which password it is without telling anything of it. */
    String mark() {
      try {
        var digest = MessageDigest.getInstance("SHA-256");
        var bytes = digest.digest(hash.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(bytes, 0, 8);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String toString() {
      return actor.toString(); // never the hash
    }
  }

  /** Of a password that nobody knows, so that unknown names take as long as known ones. */
  private static final String NOBODYS =
      "{bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG";

  private final Map<String, Person> byName;
  private final PasswordEncoder passwords =
      PasswordEncoderFactories.createDelegatingPasswordEncoder();

  People(List<Person> people) {
    this.byName =
        people.stream()
            .collect(
                Collectors.toUnmodifiableMap(person -> person.actor().name(), Function.identity()));
  }

  /** One check at a time: it is slow by design, and deliveries need the processor, too. */
  synchronized Optional<Session> check(String name, String password) {
    var person = Optional.ofNullable(byName.get(name));
    var right = passwords.matches(password, person.map(Person::hash).orElse(NOBODYS));
    return person.filter(_ -> right).map(People::session);
  }

  /** The sign-in as it would be today; nothing when the person or their password is gone. */
  Optional<Session> stillKnown(String name, String passwordMark) {
    return Optional.ofNullable(byName.get(name))
        .filter(person -> person.mark().equals(passwordMark))
        .map(People::session);
  }

  private static Session session(Person person) {
    return new Session(person.actor(), person.mark());
  }
}
