package io.ecslifeguard.cloud;

import com.aliyun.credentials.models.CredentialModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Keeps which credentials were given last, for those who want to know, and says what to do where none are given. */
@ApplicationScoped
public class CredentialsWatch {

    static final String NONE_FOUND = "No Alibaba Cloud credentials can be had: set ALIBABA_CLOUD_ACCESS_KEY_ID and"
            + " ALIBABA_CLOUD_ACCESS_KEY_SECRET, or give the pod a RAM role through RRSA (ALIBABA_CLOUD_ROLE_ARN,"
            + " ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE), or attach a RAM role to the ECS"
            + " instance that this runs on";

    private static final int SHOWN = 6;

    private volatile Given given;
    private volatile String problem;

    CredentialsWatch() {}

    /** Those that are in use. */
    public CredentialsState state() {
        var last = Optional.ofNullable(given);
        return new CredentialsState(
                last.map(Given::provider),
                last.map(Given::id).map(CredentialsWatch::beginning),
                last.filter(one -> one.expires() > 0).map(one -> Instant.ofEpochMilli(one.expires())),
                Optional.ofNullable(problem));
    }

    /** Before each signature: mostly they are those of the time before. */
    void gave(CredentialModel model) {
        var last = given;
        if (last == null || !last.id().equals(model.getAccessKeyId())) {
            given = new Given(
                    provider(model.getProviderName()), String.valueOf(model.getAccessKeyId()), model.getExpiration());
        }
        if (problem != null) {
            problem = null;
        }
    }

    /**
     * Gives the problem in words.
     *
     * @param onlySource the one link of the chain that is asked, where it is one
     */
    String failed(Optional<String> onlySource, String tried) {
        var last = given;
        var words = last == null
                ? onlySource
                        .map(source -> "The credentials of " + source + " cannot be had: " + advice(source))
                        .orElse(NONE_FOUND)
                : "The credentials of " + last.provider() + " cannot be renewed: " + advice(last.provider());
        problem = words + ". What was tried: " + tried;
        return problem;
    }

    private static String advice(String provider) {
        return switch (provider) {
            case "oidc_role_arn" ->
                "see that the file ALIBABA_CLOUD_OIDC_TOKEN_FILE holds a token that is valid, that the role"
                        + " ALIBABA_CLOUD_ROLE_ARN trusts ALIBABA_CLOUD_OIDC_PROVIDER_ARN for this service account, and"
                        + " that sts.aliyuncs.com, or the STS of ALIBABA_CLOUD_STS_REGION, can be reached";
            case "ecs_ram_role" ->
                "see that the instance that this runs on still has its RAM role, and that its metadata service,"
                        + " 100.100.100.200, can be reached";
            case "credentials_uri" -> "see what ALIBABA_CLOUD_CREDENTIALS_URI answers";
            case "cli_profile", "profile" -> "see to the profile's file";
            default -> "see to where they come from";
        };
    }

    /** Without the chain that it is a link of, which is named only the first time. */
    private static String provider(String name) {
        var links = String.valueOf(name).replace("default/", "");
        var end = links.indexOf('/');
        return end < 0 ? links : links.substring(0, end);
    }

    private static String beginning(String id) {
        return id.length() <= SHOWN ? "…" : id.substring(0, SHOWN) + "…";
    }

    private record Given(String provider, String id, long expires) {}
}
