import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.KeyStoreWrapper;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Starts one real Elasticsearch node from jars, without the distribution's own
 * launcher (which is not published as a Maven artifact). Skipped on purpose:
 * entitlements, system-call filter and the production bootstrap checks.
 *
 * Usage: EsNode INSTALL CONFIG
 *   INSTALL holds modules/, CONFIG holds elasticsearch.yml and log4j2.properties.
 * Environment: ES_BOOTSTRAP_PASSWORD sets the password of the user "elastic".
 */
public final class EsNode {
    public static void main(String[] args) throws Exception {
        Path install = Path.of(args[0]).toAbsolutePath();
        Path config = Path.of(args[1]).toAbsolutePath();
        LogConfigurator.registerErrorListener();

        Settings.Builder secrets = Settings.builder();
        String password = System.getenv("ES_BOOTSTRAP_PASSWORD");
        if (password != null && password.isEmpty() == false) {
            // Only in memory: takes the place of the keystore file.
            KeyStoreWrapper keystore = KeyStoreWrapper.create();
            keystore.setString("bootstrap.password", password.toCharArray());
            secrets.setSecureSettings(keystore);
        }
        Environment env = InternalSettingsPreparer.prepareEnvironment(
            secrets.build(),
            Map.of("path.home", install.toString()),
            config,
            () -> "hashtail-test"
        );
        LogConfigurator.setNodeName(Node.NODE_NAME_SETTING.get(env.settings()));
        LogConfigurator.configure(env, true);

        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(env.modulesDir()),
            Set.of(),
            Map.of(),
            false
        );
        Node node = new Node(env, plugins);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.prepareForClose();
                node.close();
                node.awaitClose(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                e.printStackTrace();
            }
            stopped.countDown();
        }, "stop"));
        node.start();
        stopped.await();
    }
}
