package dev.stayflow.dispatcher.console;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/**
 * Scripts and styles, which templates name without a version: {@code @{/assets/app.js}} becomes a
 * URL with a hash of what is in it, so that browsers may keep it for ever.
 */
final class ConsoleWeb implements WebMvcConfigurer {
  private static final Duration A_YEAR = Duration.ofDays(365);

  @Bean
  static FilterRegistrationBean<ResourceUrlEncodingFilter> versionedUrls() {
    var filter = new FilterRegistrationBean<>(new ResourceUrlEncodingFilter());
    filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
    return filter;
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    serve(registry, "/assets/**", "classpath:/static/assets/");
    serve(registry, "/webjars/htmx.org/**", webjar("htmx.org"));
    serve(registry, "/webjars/chart.js/**", webjar("chart.js"));
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new PartOfPage());
  }

  private static void serve(ResourceHandlerRegistry registry, String path, String location) {
    registry
        .addResourceHandler(path)
        .addResourceLocations(location)
        .setCacheControl(CacheControl.maxAge(A_YEAR).cachePublic().immutable())
        .resourceChain(true)
        .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
  }

  /** Where the one version of it lies that was built in. */
  private static String webjar(String name) {
    var about = "META-INF/maven/org.webjars.npm/%s/pom.properties".formatted(name);
    try {
      Properties of = PropertiesLoaderUtils.loadProperties(new ClassPathResource(about));
      return "classpath:/META-INF/resources/webjars/%s/%s/"
          .formatted(name, of.getProperty("version"));
    } catch (IOException e) {
      throw new IllegalStateException(name + " is not built in: " + about, e);
    }
  }
}
