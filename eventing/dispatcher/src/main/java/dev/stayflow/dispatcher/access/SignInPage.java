package dev.stayflow.dispatcher.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where people say who they are; a signed-in link says it for them. */
@Controller
final class SignInPage {
  private final Links links;
  private final SignInCookie cookie;
  private final AccessSettings settings;

  SignInPage(Links links, SignInCookie cookie, AccessSettings settings) {
    this.links = links;
    this.cookie = cookie;
    this.settings = settings;
  }

  @GetMapping("/sign-in")
  String page(
      @RequestParam @Nullable String link,
      @RequestParam @Nullable String to,
      @RequestParam @Nullable String problem,
      HttpServletRequest request,
      HttpServletResponse response,
      Model model) {
    if (link != null) {
      return follow(link, request, response);
    }
    model.addAttribute("to", Landing.safe(to));
    model.addAttribute("problem", Trouble.told(problem));
    model.addAttribute("passwords", !settings.people().isEmpty());
    model.addAttribute("provider", settings.oidc().isPresent());
    return "sign-in";
  }

  private String follow(String link, HttpServletRequest request, HttpServletResponse response) {
    var actor = links.follow(link);
    if (actor.isEmpty()) {
      return "redirect:/sign-in?problem=" + Trouble.LINK.code();
    }
    cookie.set(Session.withoutPassword(actor.get()), request, response);
    return "redirect:/";
  }
}
