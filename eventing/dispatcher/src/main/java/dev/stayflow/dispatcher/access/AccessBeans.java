package dev.stayflow.dispatcher.access;

import jakarta.servlet.DispatcherType;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.json.JsonMapper;

/** Sign-in, roles and ports. */
@Configuration(proxyBeanMethods = false)
public class AccessBeans {
  @Bean
  ConsolePort consolePort(AccessSettings settings) {
    return settings.anyWayIn() ? ConsolePort.at(settings.port()) : ConsolePort.closed();
  }

  @Bean
  FilterRegistrationBean<BasePath> basePath(AccessSettings settings, ConsolePort console) {
    var filter = new FilterRegistrationBean<>(new BasePath(settings.basePath(), console));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
    return filter;
  }

  @Bean
  FilterRegistrationBean<PortGuard> portGuard(ConsolePort console) {
    var guard = new FilterRegistrationBean<>(new PortGuard(console));
    guard.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return guard;
  }

  @Bean
  ConsoleNotice consoleNotice(AccessSettings settings, ConsolePort console) {
    return new ConsoleNotice(settings, console);
  }

  @Bean
  Seal seal(AccessSettings settings, InstantSource clock) {
    return new Seal(
        settings
            .secret()
            .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
            .orElseGet(AccessBeans::random),
        clock);
  }

  @Bean
  People people(AccessSettings settings) {
    return new People(settings.people());
  }

  @Bean
  SignInCookie signInCookie(Seal seal, People people, AccessSettings settings) {
    return new SignInCookie(seal, people, settings.session());
  }

  @Bean
  AuthenticationProvider passwordSignIn(People people, InstantSource clock) {
    return new PasswordSignIn(people, new Guesses(clock));
  }

  @Bean
  SignInPage signInPage(
      Seal seal, InstantSource clock, SignInCookie cookie, AccessSettings settings) {
    return new SignInPage(new Links(seal, clock), cookie, settings);
  }

  @Bean
  SecurityFilterChain consoleRules(
      HttpSecurity http,
      AccessSettings settings,
      ConsolePort console,
      SignInCookie cookie,
      Seal seal,
      JsonMapper json) {
    var callers = new Callers(cookie, new Programs(settings.programs()), settings.readOnly());
    var outcome = new SignInOutcome();
    var oidc = settings.oidc().map(provider -> new OidcSignIn(provider, seal, outcome));
    var refusals = new Refusals(json, settings.readOnly());
    // events come by thousands a second, and their door has rules of its own
    var ofPeople = http.securityMatcher(console::received);
    return new ConsoleRules(callers, refusals, outcome, oidc).apply(ofPeople);
  }

  private static byte[] random() {
    var secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return secret;
  }
}
