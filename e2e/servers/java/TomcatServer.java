import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** TomcatServer PORT FOLDER [KEEP_ALIVE_MS] */
public class TomcatServer {
  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(args[1]);
    Connector connector = new Connector();
    connector.setPort(Integer.parseInt(args[0]));
    connector.setProperty("address", "127.0.0.1");
    if (args.length > 2) connector.setProperty("keepAliveTimeout", args[2]);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", args[1]);
    Tomcat.addServlet(context, "answer", new HttpServlet() {
      @Override
      protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print("ok\n");
      }
    });
    context.addServletMappingDecoded("/", "answer");
    tomcat.start();
    tomcat.getServer().await();
  }
}
