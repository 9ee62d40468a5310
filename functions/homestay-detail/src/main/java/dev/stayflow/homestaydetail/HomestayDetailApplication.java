package dev.stayflow.homestaydetail;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.Settings;
import dev.stayflow.store.Homestays;
import dev.stayflow.store.StoreBeans;
import org.springframework.context.support.GenericApplicationContext;

/** Runs homestay-detail. */
public final class HomestayDetailApplication implements FunctionWiring {

  /** Starts the process; settings come from the environment. */
  public static void main(String[] args) {
    FunctionProcess.run("homestay-detail", new HomestayDetailApplication());
  }

  @Override
  public void register(GenericApplicationContext context, Settings settings) {
    StoreBeans.register(context, settings);
    context.registerBean(
        "homestayDetail",
        HomestayDetail.class,
        () -> new HomestayDetail(context.getBean(Homestays.class)));
  }
}
