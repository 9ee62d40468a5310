package dev.stayflow.dispatcher.access;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/** Sign-in, roles and ports. */
@Configuration(proxyBeanMethods = false)
public class AccessBeans {
  @Bean
  ConsolePort consolePort(AccessSettings settings) {
    return new ConsolePort(settings.port());
  }

  @Bean
  FilterRegistrationBean<PortGuard> portGuard(ConsolePort console) {
    var guard = new FilterRegistrationBean<>(new PortGuard(console));
    guard.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return guard;
  }

  /** Events come by thousands a second, and their door has rules of its own. */
  @Bean
  WebSecurityCustomizer eventsAreNotForPeople(ConsolePort console) {
    return web -> web.ignoring().requestMatchers(request -> !console.received(request));
  }

  @Bean
  SecurityFilterChain people(HttpSecurity http) {
    return http.authorizeHttpRequests(rules -> rules.anyRequest().denyAll()).build();
  }
}
