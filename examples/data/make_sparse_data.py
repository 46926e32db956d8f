"""Writes perforated.mtx and perforated-load.mtx: linear finite elements on an unstructured mesh of a plate with a hole.

    python3 examples/data/make_sparse_data.py

-div(a grad u) = 1 on the square [-1, 1]^2 without the disk of radius 0.3 around (0.2, 0.1), u = 0 on the outer edges, no
flux through the hole's; a is 1 on the left half and 50 on the right. The mesh is the Delaunay triangulation of points that
were scattered with a fixed seed and moved to their cells' centres some times (numpy and scipy are needed).
"""

import pathlib

import numpy as np
import scipy.io
import scipy.sparse
import scipy.spatial

folder = pathlib.Path(__file__).resolve().parent
random = np.random.default_rng(20261121)
centre, radius = np.array([0.2, 0.1]), 0.3

edge = np.linspace(-1, 1, 41)
outer = np.unique(
    np.concatenate([np.stack([edge, s * np.ones(41)], 1) for s in (-1, 1)]
                   + [np.stack([s * np.ones(41), edge], 1) for s in (-1, 1)]), axis=0)
angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
ring = centre + radius * np.stack([np.cos(angle), np.sin(angle)], 1)
inner = random.uniform(-0.98, 0.98, (2000, 2))
inner = inner[np.linalg.norm(inner - centre, axis=1) > 1.05 * radius]

fixed = np.concatenate([outer, ring])
for _ in range(30):
    points = np.concatenate([fixed, inner])
    triangles = scipy.spatial.Delaunay(points).simplices
    total, weight = np.zeros_like(points), np.zeros(len(points))
    first, second = (points[triangles[:, k]] - points[triangles[:, 0]] for k in (1, 2))
    area = 0.5 * np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])
    middle = points[triangles].mean(axis=1)
    for corner in range(3):
        np.add.at(total, triangles[:, corner], area[:, None] * middle)
        np.add.at(weight, triangles[:, corner], area)
    moved = (total / weight[:, None])[len(fixed):]
    distance = np.linalg.norm(moved - centre, axis=1)
    inner = np.where((distance > 1.05 * radius)[:, None], moved, inner)

points = np.concatenate([fixed, inner])
triangles = scipy.spatial.Delaunay(points).simplices
middle = points[triangles].mean(axis=1)
triangles = triangles[np.linalg.norm(middle - centre, axis=1) > radius * np.cos(np.pi / 40)]
middle = points[triangles].mean(axis=1)

p = points[triangles]
sides = np.stack([p[:, 2] - p[:, 1], p[:, 0] - p[:, 2], p[:, 1] - p[:, 0]], axis=1)
area = 0.5 * np.abs(sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0])
diffusivity = np.where(middle[:, 0] < 0, 1.0, 50.0)
local = (diffusivity / (4 * area))[:, None, None] * np.einsum("eic,ejc->eij", sides, sides)
rows, columns = np.repeat(triangles, 3, axis=1).ravel(), np.tile(triangles, 3).ravel()
stiffness = scipy.sparse.coo_matrix((local.ravel(), (rows, columns)), (len(points), len(points))).tocsr()
load = np.bincount(triangles.ravel(), np.repeat(area / 3, 3), len(points))

free = np.setdiff1d(np.unique(triangles), np.arange(len(outer)))
stiffness, load = stiffness[free][:, free], load[free]
stiffness = ((stiffness + stiffness.T) / 2).tocoo()
scipy.io.mmwrite(folder / "perforated.mtx", stiffness, symmetry="symmetric", precision=10,
                 comment=" linear finite elements on a plate with a hole; made by make_sparse_data.py")
scipy.io.mmwrite(folder / "perforated-load.mtx", load[:, None], precision=10,
                 comment=" the load vector of perforated.mtx; made by make_sparse_data.py")
print(len(free), "unknowns,", stiffness.nnz, "entries")
