package io.ecslifeguard.testing;

import org.eclipse.microprofile.context.spi.ContextManagerProvider;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Finds the provider of contexts before the first test runs. It is found by the first use of a {@code Uni}, and two tests
 * that make theirs at the same moment both set it, which one of them does not survive.
 */
public final class ContextsFirst implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        var unused = ContextManagerProvider.instance();
    }
}
