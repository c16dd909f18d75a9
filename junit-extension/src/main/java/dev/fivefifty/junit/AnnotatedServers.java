package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.ScenarioNeed;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link FiveFiftyTest} does. It keeps nothing itself: all state is in the Store. */
final class AnnotatedServers
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver, InvocationInterceptor {

  /** Where a server is kept: by whom it is shared, and its name. */
  private record Key(Object sharedBy, String name) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    Declared declared = Declared.of(context);
    declared.checkThatTestsTakeTurns(context);
    Injection.checkParameters(context);
    EarlyServers.take(context).forEach(server -> adopt(context, server));
    serve(context, declared, "");
    declared.names().forEach(name -> serve(context, declared, name));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Aftermath.of(context, Servers.of(context, AnnotatedServers.class));
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation, DynamicTestInvocationContext dynamic, ExtensionContext context)
      throws Throwable {
    Aftermath.around(invocation, context, Servers.of(context, AnnotatedServers.class));
  }

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    // Before 5.12 nobody asks, and a constructor's context is that of its class: EarlyServers.
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Injection.isOurs(parameter)
        && Servers.find(context, Injection.server(parameter))
            .map(server -> server.owner() == AnnotatedServers.class)
            .orElse(true);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Declared declared = Declared.of(context);
    String name = Injection.server(parameter);
    RunningServer server;
    if (context.getTestMethod().isPresent()) {
      server = serve(context, declared, name);
    } else if (declared.scope() != Scope.PER_METHOD) {
      server = shared(context, declared, name);
    } else if (parameter.getDeclaringExecutable() instanceof Constructor
        && context.getTestInstanceLifecycle().orElse(null) == Lifecycle.PER_METHOD) {
      server = EarlyServers.get(context, name, () -> start(declared, name, context));
    } else {
      throw new Misuse(
          parameter.getDeclaringExecutable()
              + " asks for a server that all tests of the class share, but "
              + declared.where()
              + " gives each test its own: write @FiveFiftyTest(scope = Scope.PER_CLASS)");
    }
    return Injection.value(parameter, server.smtp());
  }

  /** The server of a test, which has its rules and nothing of another test. */
  private static RunningServer serve(ExtensionContext context, Declared declared, String name) {
    Optional<RunningServer> there = Servers.find(context, name);
    if (there.isPresent() && there.get().owner() == AnnotatedServers.class) {
      return there.get();
    }
    RunningServer server;
    if (declared.scope() == Scope.PER_METHOD) {
      server = start(declared, name, context);
      keep(context, server);
    } else {
      server = shared(context, declared, name);
      if (server.options().tagged()) {
        server = server.view(false, declared.where());
        keep(context, server);
      }
      server.options().renew(server.smtp(), declared.where());
    }
    TestRules.addTo(server, context);
    Servers.join(context, server);
    MatrixRules.come(context, server);
    return server;
  }

  private static void keep(ExtensionContext context, RunningServer server) {
    Servers.store(context).put(new Key(context.getUniqueId(), server.name()), server);
  }

  private static RunningServer shared(ExtensionContext context, Declared declared, String name) {
    ExtensionContext holder = context;
    if (declared.scope() == Scope.PER_SUITE) {
      holder = context.getRoot();
    } else {
      while (!holder.getTestClass().equals(Optional.of(declared.owner()))
          || holder.getTestMethod().isPresent()) {
        holder = holder.getParent().orElseThrow();
      }
    }
    ExtensionContext of = holder;
    Object sharedBy =
        declared.scope() == Scope.PER_SUITE ? declared.described(name) : declared.owner();
    return Servers.store(holder)
        .getOrComputeIfAbsent(
            new Key(sharedBy, name), key -> start(declared, name, of), RunningServer.class);
  }

  /** Starts it for a test or for a class; for the run, whatever a class needs is not asked. */
  private static RunningServer start(Declared declared, String name, ExtensionContext of) {
    ServerOptions options = declared.options(name);
    List<ScenarioNeed> needs =
        options.remote().isPresent() ? List.of() : TestRules.needs(of, name, options);
    FiveFifty smtp = options.start(declared.where(), needs);
    RunningServer server = new RunningServer(name, smtp, options, AnnotatedServers.class, needs);
    if (options.remote().isPresent()) {
      try {
        // A server that tests share by class or run gives each its view later.
        if (options.tagged() && declared.scope() == Scope.PER_METHOD) {
          server = server.view(true, declared.where());
        }
        if (!options.tagged() || server.smtp().tag().isPresent()) {
          options.renew(server.smtp(), declared.where());
        }
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
    }
    return server;
  }

  /** A server that a constructor was given: it is the test's from now on, with its rules. */
  private static void adopt(ExtensionContext context, RunningServer server) {
    keep(context, server);
    TestRules.addTo(server, context);
    Servers.join(context, server);
    MatrixRules.come(context, server);
  }
}
