package org.thorax.app.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.app.serve.api.ServeLimits;
import org.thorax.model.Device;

/**
 * Settings of the server.
 *
 * @param address to listen on
 * @param modelsDir folder of trained models
 * @param logsDir folder of the experiment logs
 * @param token what clients must send; empty if the server is open
 * @param device where networks run
 * @param limits of the server
 */
public record ServeSettings(
    Address address,
    Path modelsDir,
    Path logsDir,
    Optional<String> token,
    Device device,
    ServeLimits limits) {
  private static final int SHORTEST_TOKEN = 16;

  /**
   * Where a server listens.
   *
   * @param host address or name
   * @param port 0 for any free one, to 65535
   */
  public record Address(String host, int port) {
    /** Checks the port. */
    public Address {
      if (port < 0 || port > 65_535) {
        throw new ThoraxException("Expected a port of 0 to 65535, found " + port + ".");
      }
    }

    /** Whether only this machine can reach it. */
    public boolean loopback() {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException e) {
        throw new FileException(
            "Cannot listen on '" + host + "': no such host; use an address of this machine.", e);
      }
    }
  }

  /** Checks the token. */
  public ServeSettings {
    if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
      throw new ThoraxException(
          "Expected a token of at least "
              + SHORTEST_TOKEN
              + " characters, found "
              + token.get().length()
              + "; make one with: openssl rand -hex 16.");
    }
    if (token.isPresent() && !token.get().matches("[A-Za-z0-9._~+/=-]+")) {
      throw new ThoraxException(
          "A token is made of letters, digits and . _ ~ + / = - only; make one with: openssl rand"
              + " -hex 16.");
    }
  }
}
