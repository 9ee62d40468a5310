package dev.stayflow.listhomestays;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.Homestays;
import dev.stayflow.store.StoreBeans;
import org.springframework.context.support.GenericApplicationContext;

/** Runs list-homestays. */
public final class ListHomestaysApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("list-homestays", new ListHomestaysApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.register(context, settings);
    context.registerBean(
        "listHomestays",
        ListHomestays.class,
        () -> new ListHomestays(context.getBean(Homestays.class)));
  }
}
