package io.ecslifeguard.nativeimage;

import com.aliyun.mns.client.MNSClient;
import java.util.List;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeClassInitialization;
import org.graalvm.nativeimage.hosted.RuntimeResourceAccess;

/** What the SDK of SMQ needs, beside {@link SmqErrors}. */
public final class SmqFeature implements Feature {

    /** Without the first, no call is made at all; the second is the user agent, the others are the texts of its exceptions. */
    private static final List<String> RESOURCES =
            List.of("config.properties", "mns-version-Info.properties", "common.properties", "common_zh_CN.properties");

    private static final String TEXTS = "common";

    @Override
    public String getDescription() {
        return "Takes in the resources of Alibaba Cloud's SMQ SDK";
    }

    /**
     * It starts a thread when its HTTP client is initialized, which cannot be part of an executable, and sizes its pools by the
     * machine. {@code com.aliyuncs} is the library that it signs with.
     */
    @Override
    public void afterRegistration(AfterRegistrationAccess access) {
        RuntimeClassInitialization.initializeAtRunTime("com.aliyun.mns", "com.aliyuncs");
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        var module = MNSClient.class.getModule();
        RESOURCES.forEach(resource -> RuntimeResourceAccess.addResource(module, resource));
        RuntimeResourceAccess.addResourceBundle(module, TEXTS);
    }
}
