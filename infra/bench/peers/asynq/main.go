// Measures asynq on a Redis of this machine and prints lines of: name value unit.
// 200-byte payloads, handlers that do nothing, concurrency 100, defaults otherwise.
//
//	asynq-bench PORT throughput TASKS
//	asynq-bench PORT lateness TASKS_PER_SECOND SECONDS
package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"log"
	"math/rand"
	"os"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"
)

const (
	callers     = 50
	concurrency = 100
	payloadSize = 200
)

func main() {
	if len(os.Args) < 4 {
		log.Fatal("usage: asynq-bench PORT throughput TASKS | PORT lateness TASKS_PER_SECOND SECONDS")
	}
	redis := asynq.RedisClientOpt{Addr: "127.0.0.1:" + os.Args[1]}
	switch mode := os.Args[2]; {
	case mode == "throughput":
		throughput(redis, number(os.Args[3]))
	case mode == "lateness" && len(os.Args) == 5:
		lateness(redis, number(os.Args[3]), number(os.Args[4]))
	default:
		log.Fatalf("unknown or incomplete: %v", os.Args[2:])
	}
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		log.Fatalf("%q is no positive number", text)
	}
	return n
}

// throughput stores tasks from 50 callers, each awaiting its answer, then runs them all.
func throughput(redis asynq.RedisClientOpt, tasks int) {
	client := asynq.NewClient(redis)
	defer client.Close()
	payload := make([]byte, payloadSize)
	began := time.Now()
	var left atomic.Int64
	left.Store(int64(tasks))
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if _, err := client.Enqueue(asynq.NewTask("noop", payload)); err != nil {
					log.Fatal(err)
				}
			}
		})
	}
	wg.Wait()
	fmt.Printf("asynq.enqueue %.0f tasks/s\n", float64(tasks)/time.Since(began).Seconds())

	var ran atomic.Int64
	last := make(chan struct{})
	began = time.Now()
	server := serve(redis, func(context.Context, *asynq.Task) error {
		if ran.Add(1) == int64(tasks) {
			close(last)
		}
		return nil
	})
	<-last
	fmt.Printf("asynq.process %.0f tasks/s\n", float64(tasks)/time.Since(began).Seconds())
	server.Shutdown()
}

// lateness stores tasks at a steady pace, each due at a random time one to two seconds later, and
// measures from the due time to the first line of the handler.
func lateness(redis asynq.RedisClientOpt, perSecond, seconds int) {
	client := asynq.NewClient(redis)
	defer client.Close()
	total := perSecond * seconds
	var mu sync.Mutex
	late := make([]float64, 0, total)
	last := make(chan struct{})
	server := serve(redis, func(_ context.Context, task *asynq.Task) error {
		due := int64(binary.BigEndian.Uint64(task.Payload()))
		lateMillis := float64(time.Now().UnixNano()-due) / 1e6
		mu.Lock()
		defer mu.Unlock()
		late = append(late, lateMillis)
		if len(late) == total {
			close(last)
		}
		return nil
	})

	began := time.Now()
	var wg sync.WaitGroup
	for i := range total {
		time.Sleep(time.Until(began.Add(time.Duration(i) * time.Second / time.Duration(perSecond))))
		wg.Go(func() {
			due := time.Now().Add(time.Second + time.Duration(rand.Int63n(int64(time.Second)))).Truncate(time.Millisecond)
			payload := make([]byte, payloadSize)
			binary.BigEndian.PutUint64(payload, uint64(due.UnixNano()))
			if _, err := client.Enqueue(asynq.NewTask("timed", payload), asynq.ProcessAt(due)); err != nil {
				log.Fatal(err)
			}
		})
	}
	wg.Wait()
	<-last
	server.Shutdown()

	sort.Float64s(late)
	fmt.Printf("asynq.lateness_p50 %.2f ms\n", late[total/2])
	fmt.Printf("asynq.lateness_p99 %.2f ms\n", late[total*99/100])
	fmt.Printf("asynq.lateness_max %.2f ms\n", late[total-1])
	fmt.Printf("asynq.early %d tasks\n", sort.SearchFloat64s(late, 0))
}

func serve(redis asynq.RedisClientOpt, handler asynq.HandlerFunc) *asynq.Server {
	server := asynq.NewServer(redis, asynq.Config{Concurrency: concurrency, LogLevel: asynq.ErrorLevel})
	if err := server.Start(handler); err != nil {
		log.Fatal(err)
	}
	return server
}
