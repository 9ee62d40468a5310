package dev.stayflow.dispatcher.access;

import dev.stayflow.dispatcher.access.People.Person;
import dev.stayflow.dispatcher.access.Programs.Program;
import dev.stayflow.dispatcher.settings.EnvironmentReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads accounts, {@code name:role:proof} each, from a variable and from the file of another. */
final class AccountReader {
  private static final Pattern NAME = Pattern.compile("[^\\s:,]{1,100}");
  private static final Pattern BCRYPT =
      Pattern.compile("\\{bcrypt}\\$2[aby]?\\$\\d\\d\\$[./0-9A-Za-z]{53}");
  private static final int SHORTEST_TOKEN = 32;

  private record Account(Actor actor, String proof) {}

  private final EnvironmentReader in;
  private final String variable;
  private final String shape;

  private AccountReader(EnvironmentReader in, String variable, String shape) {
    this.in = in;
    this.variable = variable;
    this.shape = shape;
  }

  static List<Person> people(EnvironmentReader in) {
    var reader = new AccountReader(in, "CONSOLE_USERS", "name:role:{bcrypt}hash");
    return reader.read(
        BCRYPT.asMatchPredicate()::test,
        "a hash such as {bcrypt}$2y$10$..., for example of htpasswd -nBC 10 NAME",
        account -> new Person(account.actor(), account.proof()));
  }

  static List<Program> programs(EnvironmentReader in) {
    var reader = new AccountReader(in, "CONSOLE_TOKENS", "name:role:token");
    return reader.read(
        token -> token.length() >= SHORTEST_TOKEN,
        "a token of at least %d characters, for example of openssl rand -hex 32"
            .formatted(SHORTEST_TOKEN),
        account -> new Program(account.actor(), account.proof()));
  }

  private <T> List<T> read(
      Function<String, Boolean> fits, String expected, Function<Account, T> making) {
    var names = new HashSet<String>();
    var accounts = new ArrayList<T>();
    for (var entry : in.entries(variable)) {
      var account = account(entry);
      if (account.isEmpty()) {
        continue;
      }
      var name = account.get().actor().name();
      if (!names.add(name)) {
        in.reject(variable, "a list without \"%s\" twice".formatted(name));
      } else if (!fits.apply(account.get().proof())) {
        in.reject(variable, "with %s for \"%s\"".formatted(expected, name));
      } else {
        accounts.add(making.apply(account.get()));
      }
    }
    return List.copyOf(accounts);
  }

  /** What is told of a wrong entry leaves the proof out, since it ends in a log. */
  private Optional<Account> account(String entry) {
    var parts = entry.split(":", 3);
    if (parts.length < 3 || !NAME.matcher(parts[0]).matches()) {
      in.reject(variable, "%s between commas; one entry is not".formatted(shape));
      return Optional.empty();
    }
    var role = role(parts[1]);
    if (role.isEmpty()) {
      in.reject(
          variable,
          "%s with the role viewer or operator; that of \"%s\" is neither"
              .formatted(shape, parts[0]));
    }
    return role.map(known -> new Account(new Actor(parts[0], known), parts[2]));
  }

  private static Optional<Role> role(String name) {
    for (var role : Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
