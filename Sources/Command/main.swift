import Ansatz
import Engine
print(Tensor<Double>(shape: [2]).count)
