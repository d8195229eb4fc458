"""Reference values of Adam: PyTorch, float64. Run: python test/reference/adam.py > test/reference/adam.json"""

import json

import torch

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)


def run(learning_rates, betas, eps):
    start = torch.randn(3, 5)
    gradients = [torch.randn(3, 5) * 10.0 ** (1 - i) for i in range(len(learning_rates))]
    gradients[2] = torch.zeros(3, 5)
    weight = start.clone().requires_grad_()
    optimizer = torch.optim.Adam([weight], lr=learning_rates[0], betas=betas, eps=eps)
    steps = []
    for rate, gradient in zip(learning_rates, gradients):
        optimizer.param_groups[0]["lr"] = rate
        weight.grad = gradient.clone()
        optimizer.step()
        state = optimizer.state[weight]
        steps.append(
            {
                "gradient": gradient.flatten().tolist(),
                "weight": weight.detach().flatten().tolist(),
                "m": state["exp_avg"].flatten().tolist(),
                "v": state["exp_avg_sq"].flatten().tolist(),
            }
        )
    return {
        "learningRates": learning_rates,
        "beta1": betas[0],
        "beta2": betas[1],
        "epsilon": eps,
        "start": start.flatten().tolist(),
        "steps": steps,
    }


print(
    json.dumps(
        {
            "torch": torch.__version__,
            "shape": [3, 5],
            "runs": [
                run([1e-3, 1e-3, 1e-3, 1e-3, 1e-3], (0.9, 0.999), 1e-8),
                run([0.1, 0.05, 0.02, 0.02, 0.0], (0.8, 0.99), 1e-3),
            ],
        }
    )
)
