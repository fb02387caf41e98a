package io.tributary.tracker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Handlers for POSIX signals. The only API for them, {@code sun.misc.Signal} of module jdk.unsupported, is there in all
 * JDKs but draws a compiler warning that cannot be switched off, hence reflection. Handlers run on a thread of the JVM.
 */
final class ProcessSignals
{
    private ProcessSignals()
    {
    }

    /**
     * Handle a signal instead of the JVM.
     *
     * @param name    without SIG: "TERM", "INT", "HUP".
     * @param handler called once for each signal.
     * @return false where the platform has no such signal.
     */
    static boolean handle(final String name, final Runnable handler)
    {
        try
        {
            final Class<?> signalClass = Class.forName("sun.misc.Signal");
            final Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            final InvocationHandler onInvoke = (proxy, method, arguments) ->
            {
                if ("handle".equals(method.getName()))
                {
                    handler.run();
                }
                return null;
            };
            final Object proxy = Proxy.newProxyInstance(
                ProcessSignals.class.getClassLoader(), new Class<?>[]{handlerClass}, onInvoke);
            signalClass.getMethod("handle", signalClass, handlerClass)
                .invoke(null, signalClass.getConstructor(String.class).newInstance(name), proxy);
            return true;
        }
        catch (final ReflectiveOperationException | IllegalArgumentException ignore)
        {
            return false;
        }
    }
}
