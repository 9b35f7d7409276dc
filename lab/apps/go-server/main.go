// Command go-server is a net/http server with the time limits that Go programs set. See -help.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	addr := flag.String("listen", ":8080", "address to listen on")
	idle := flag.Duration("idle", 0, "IdleTimeout; 0 means that of ReadTimeout, and without that no limit")
	read := flag.Duration("read", 0, "ReadTimeout")
	write := flag.Duration("write", 0, "WriteTimeout: a longer answer is cut off")
	delay := flag.Duration("delay", 0, "time before an answer")
	drain := flag.Duration("drain", 0, "on SIGTERM: finish requests for at most this long; 0 exits at once")
	flag.Parse()

	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		time.Sleep(*delay)
		fmt.Fprintln(w, "ok")
	})
	server := &http.Server{Handler: handler, IdleTimeout: *idle, ReadTimeout: *read, WriteTimeout: *write}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("listening on %s, idle timeout %s", listener.Addr(), *idle)

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	done := make(chan struct{})
	go func() {
		defer close(done)
		log.Printf("received %s", <-stop)
		if *drain == 0 {
			_ = server.Close()
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), *drain)
		defer cancel()
		_ = server.Shutdown(ctx)
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		log.Fatal(err)
	}
	<-done
}
