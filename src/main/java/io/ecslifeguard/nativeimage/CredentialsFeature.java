package io.ecslifeguard.nativeimage;

import com.aliyun.credentials.Client;
import java.util.List;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeReflection;
import org.graalvm.nativeimage.hosted.RuntimeResourceAccess;

/**
 * What the chain of credentials needs beside {@link TeaFeature}, which registers its models: where the model {@code Config} is
 * missing, keys that were set are passed over.
 */
public final class CredentialsFeature implements Feature {

    /** What Gson fills from {@code ~/.aliyun/config.json}; the answers of token services it reads as maps. */
    static final List<String> READ_BY_GSON = List.of(
            "com.aliyun.credentials.provider.CLIProfileCredentialsProvider$Config",
            "com.aliyun.credentials.provider.CLIProfileCredentialsProvider$Profile");

    /** Part of its user agent. */
    private static final String VERSION = "version.properties";

    @Override
    public String getDescription() {
        return "Registers what Alibaba Cloud's credentials are read into";
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        for (var name : READ_BY_GSON) {
            var type = access.findClassByName(name);
            if (type == null) {
                throw new IllegalStateException("This version of credentials-java has no " + name
                        + ": look what reads ~/.aliyun/config.json, and name it in " + CredentialsFeature.class);
            }
            RuntimeReflection.register(type);
            RuntimeReflection.register(type.getDeclaredConstructors());
            RuntimeReflection.register(type.getDeclaredFields());
        }
        RuntimeResourceAccess.addResource(Client.class.getModule(), VERSION);
    }
}
