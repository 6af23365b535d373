package io.ecslifeguard.cloud;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import com.aliyun.credentials.provider.DefaultCredentialsProvider;
import com.aliyun.credentials.provider.EnvironmentVariableCredentialsProvider;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import com.aliyun.credentials.provider.SystemPropertiesCredentialsProvider;
import com.aliyun.credentials.provider.URLCredentialProvider;
import com.aliyun.credentials.utils.AuthUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The one source of credentials for all SDKs. Asking it may block while a token service answers.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-access-credentials">The default
 *     credential chain</a>
 */
@ApplicationScoped
class Credentials {

    private static final org.jboss.logging.Logger LOG = org.jboss.logging.Logger.getLogger(Credentials.class);
    private static final Pattern SECRET =
            Pattern.compile("(?i)((?:AccessKeySecret|SecurityToken)[\"']?\\s*[:=]\\s*[\"']?)[^\"',}\\s]+");

    private final CloudConfig config;
    private final CredentialsWatch watch;
    /** Kept, since a logger that nobody holds may forget its level. */
    private final Logger vendorsLog = Logger.getLogger("com.aliyun.credentials");

    Credentials(CloudConfig config, CredentialsWatch watch) {
        this.config = config;
        this.watch = watch;
        // it writes the replies of token services to the log, keys included; what failed is told by the exception
        vendorsLog.setLevel(Level.OFF);
    }

    /** A singleton and not application-scoped: a proxy would set up the vendor's chain a second time. */
    @Produces
    @Singleton
    Client client() {
        var provider = config.credentialsUri()
                .<AlibabaCloudCredentialsProvider>map(uri ->
                        URLCredentialProvider.builder().credentialsURI(uri).build())
                .orElseGet(Credentials::ofTheEnvironment);
        return new ExplainingClient(provider, watch);
    }

    /**
     * The vendor's chain goes on where one link fails, and keeps to the link that gave the first keys: an STS that is away for
     * a moment would let a pod that has a role of its own act by its node's role for good. So a role of its own is the only
     * source.
     */
    private static AlibabaCloudCredentialsProvider ofTheEnvironment() {
        var hasKey = Stream.of(new SystemPropertiesCredentialsProvider(), new EnvironmentVariableCredentialsProvider())
                .anyMatch(Credentials::givesKeys);
        return AuthUtils.environmentEnableOIDC() && !hasKey
                ? OIDCRoleArnCredentialProvider.builder().build()
                : new DefaultCredentialsProvider();
    }

    private static boolean givesKeys(AlibabaCloudCredentialsProvider provider) {
        try {
            return provider.getCredentials() != null;
        } catch (CredentialException none) {
            return false;
        }
    }

    /**
     * Says what to do where the vendor's client only says that it failed. That one gives up a quarter of an hour before the
     * credentials end; until shortly before that, those from before are used, and new ones are asked for now and then.
     */
    private static final class ExplainingClient extends Client {

        private static final Duration MARGIN = Duration.ofMinutes(1);
        private static final Duration PAUSE = Duration.ofSeconds(10);

        private final CredentialsWatch watch;
        private final Optional<String> onlySource;
        private volatile CredentialModel last;
        private volatile Instant askAgain = Instant.MIN;

        ExplainingClient(AlibabaCloudCredentialsProvider provider, CredentialsWatch watch) {
            super(provider);
            this.watch = watch;
            onlySource = Optional.of(provider)
                    .filter(OIDCRoleArnCredentialProvider.class::isInstance)
                    .map(AlibabaCloudCredentialsProvider::getProviderName);
        }

        @Override
        public CredentialModel getCredential() {
            var known = last;
            if (Instant.now().isBefore(askAgain) && isGood(known)) {
                return known;
            }
            try {
                var model = super.getCredential();
                watch.gave(model);
                last = model;
                return model;
            } catch (RuntimeException e) {
                // the cause is not kept: a token service's reply may be in it, keys included
                var words = watch.failed(
                        onlySource,
                        SECRET.matcher(String.valueOf(e.getMessage())).replaceAll("$1***"));
                if (isGood(known)) {
                    askAgain = Instant.now().plus(PAUSE);
                    LOG.warnf("%s. Those from before are used meanwhile", words);
                    return known;
                }
                throw new CredentialException(words);
            }
        }

        private static boolean isGood(CredentialModel model) {
            return model != null
                    && model.getExpiration() > Instant.now().plus(MARGIN).toEpochMilli();
        }
    }
}
