package dev.stayflow.dispatcher.browser;

import com.microsoft.playwright.Page;

/** People who may sign in at every {@code RunningDispatcher}. */
public enum Account {
  OPERATOR("olga"),
  VIEWER("victor");

  private static final String PASSWORD = "correct horse battery";

  private final String user;

  Account(String user) {
    this.user = user;
  }

  /** As the journal and the page call them. */
  public String user() {
    return user;
  }

  void fillIn(Page page) {
    page.getByLabel("Name").fill(user);
    page.getByLabel("Password").fill(PASSWORD);
    page.locator("main form button[type=submit]").click();
  }
}
