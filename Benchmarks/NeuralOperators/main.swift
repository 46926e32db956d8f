import BenchmarkSupport

// Times networks of the plugins' own libraries on random data, with nothing around them.
//
//     NeuralOperators LIBRARIES REQUEST
//
// REQUEST is one of
//
//     { "operator": { "mgno": {} }, "shape": [64, 64], "batch": 8, "threads": 2, "repeats": 20, "folder": "/tmp/x" }
//     { "operator": { "deeponet": { "coordinates": "y" } }, "inputs": [["v", [100]], ["y", []]], "outputs": [["s", []]] }
//
// A "shape" stands for the input "a" and the output "u" on that grid. Answers seconds of each inference of a batch and of
// each training step (mean squared error, gradient, Adam), the number of parameters, bytes held by arrays, and the most
// bytes that the process had: after the inferences, and at the end, with both programs in memory. With a "folder" there are
// also the model with its first weights, `model.h5`, and the data and the answers for one batch in raw float32, each
// variable in a file of its name.

Answer.print { try TimedNetwork($0).answer() }
