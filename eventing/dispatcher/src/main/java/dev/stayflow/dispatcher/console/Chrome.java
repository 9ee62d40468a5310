package dev.stayflow.dispatcher.console;

import dev.stayflow.dispatcher.access.AccessSettings;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.access.Role;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.util.WebUtils;

/** What every page needs beside its own: who looks at it, how, and what was left to be told. */
@ControllerAdvice(
    basePackageClasses = ConsoleBeans.class,
    assignableTypes = BasicErrorController.class)
final class Chrome {
  private static final Set<String> THEMES = Set.of("light", "dark");

  private final AccessSettings access;

  Chrome(AccessSettings access) {
    this.access = access;
  }

  /**
   * What the layout shows.
   *
   * @param mayAct whether the person may change anything here
   * @param theme light or dark; null: as the system has it
   */
  record Frame(
      @Nullable String name,
      String role,
      boolean mayAct,
      boolean readOnly,
      @Nullable String theme,
      @Nullable Notice notice) {}

  @ModelAttribute("frame")
  Frame frame(HttpServletRequest request, HttpServletResponse response) {
    var actor = Actor.known(); // nobody where an error page is shown to a stranger
    return new Frame(
        actor.map(Actor::name).orElse(null),
        actor.map(Actor::role).filter(Role.OPERATOR::equals).isPresent() ? "operator" : "viewer",
        actor.map(Actor::mayAct).orElse(false),
        access.readOnly(),
        theme(WebUtils.getCookie(request, "stayflow-theme")),
        new Reply(request, response).left().orElse(null));
  }

  /** How numbers, sizes and times are written. */
  @ModelAttribute("say")
  Say say() {
    return Say.IT;
  }

  private static @Nullable String theme(@Nullable Cookie cookie) {
    return cookie != null && THEMES.contains(cookie.getValue()) ? cookie.getValue() : null;
  }
}
