package io.ecslifeguard.cloud;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import com.aliyun.credentials.provider.DefaultCredentialsProvider;
import com.aliyun.credentials.provider.URLCredentialProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * The one source of credentials for all SDKs. Asking it may block while a token service answers.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-access-credentials">The default
 *     credential chain</a>
 */
@ApplicationScoped
class Credentials {

    static final String NONE_FOUND = "No Alibaba Cloud credentials can be had: set ALIBABA_CLOUD_ACCESS_KEY_ID and"
            + " ALIBABA_CLOUD_ACCESS_KEY_SECRET, or give the pod a RAM role through RRSA (ALIBABA_CLOUD_ROLE_ARN,"
            + " ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE), or attach a RAM role to the ECS"
            + " instance that this runs on";

    private static final Pattern SECRET =
            Pattern.compile("(?i)((?:AccessKeySecret|SecurityToken)[\"']?\\s*[:=]\\s*[\"']?)[^\"',}\\s]+");

    private final CloudConfig config;
    /** Kept, since a logger that nobody holds may forget its level. */
    private final Logger vendorsLog = Logger.getLogger("com.aliyun.credentials");

    Credentials(CloudConfig config) {
        this.config = config;
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
                .orElseGet(DefaultCredentialsProvider::new);
        return new ExplainingClient(provider);
    }

    /** Says what to do where the vendor's client only says that it failed. */
    private static final class ExplainingClient extends Client {

        ExplainingClient(AlibabaCloudCredentialsProvider provider) {
            super(provider);
        }

        @Override
        public CredentialModel getCredential() {
            try {
                return super.getCredential();
            } catch (RuntimeException e) {
                // the cause is not kept: a token service's reply may be in it, keys included
                throw new CredentialException(NONE_FOUND + ". What was tried: "
                        + SECRET.matcher(String.valueOf(e.getMessage())).replaceAll("$1***"));
            }
        }
    }
}
