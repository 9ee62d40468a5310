package dev.stayflow.dispatcher.browser;

import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** People who may sign in at the consoles of these tests, if started with {@link #settings}. */
public enum Account {
  OPERATOR("olga", "operator"),
  VIEWER("victor", "viewer");

  private static final String PASSWORD = "correct horse battery";

  /** Of {@link #PASSWORD}, at the least cost, because tests sign in often. */
  private static final String HASH =
      "{bcrypt}$2a$04$jjtvbOXrOpKWsYvgEc2Gl.m0XLGHBnRRlEOZf8WTZ2KPLO0DQ0Roa";

  private final String user;
  private final String role;

  Account(String user, String role) {
    this.user = user;
    this.role = role;
  }

  /** As the journal and the page call them. */
  public String user() {
    return user;
  }

  /** Settings of a dispatcher whose console these people may use. */
  public static Map<String, String> settings() {
    var users =
        Stream.of(values())
            .map(one -> one.user + ":" + one.role + ":" + HASH)
            .collect(Collectors.joining(","));
    return Map.of(
        "CONSOLE_USERS", users, "CONSOLE_SECRET", "a secret of these tests, 32 bytes or more");
  }

  void fillIn(Page page) {
    page.getByLabel("Name").fill(user);
    page.getByLabel("Password").fill(PASSWORD);
    page.locator("main form button[type=submit]").click();
  }
}
