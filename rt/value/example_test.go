package value_test

import (
	"fmt"

	"github.com/reqongen/reqongen/rt/value"
)

// A record is read, extended and written; its id and the order of its fields stay as they were.
func Example() {
	doc := []byte(`[{"id": 9007199254740993, "price": 19.5, "quantity": 2}, {"id": 7, "price": 3, "quantity": null}]`)
	items, err := value.Decode(doc)
	if err != nil {
		fmt.Println(err)
		return
	}
	var (
		price    = value.NewField("price")
		quantity = value.NewField("quantity")
		priced   = value.NewMerge("total")
		eval     value.Eval
	)
	for _, item := range items.Elems() {
		total := eval.Mul("shop.reqon:3:12", item.Get(price), item.Get(quantity))
		if err := eval.EvalErr(); err != nil {
			fmt.Println(err)
			eval.Reset()
			continue
		}
		fmt.Println(string(value.AppendJSON(nil, priced.Over(item, total))))
	}
	// Output:
	// {"id":9007199254740993,"price":19.5,"quantity":2,"total":39}
	// shop.reqon:3:12: cannot multiply number by null
}

func ExampleFromGo() {
	v, err := value.FromGo(map[string]any{"name": "Zürich", "population": 448664})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v)
	fmt.Println(v.Go().(map[string]any)["population"].(int64) + 1)
	// Output:
	// {"name":"Zürich","population":448664}
	// 448665
}
