// Prints the status of each URL that it is given.
package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	for _, url := range os.Args[1:] {
		response, err := http.Get(url)
		if err != nil {
			fmt.Println(url, err)
			continue
		}
		response.Body.Close()
		fmt.Println(url, response.Status)
	}
}
