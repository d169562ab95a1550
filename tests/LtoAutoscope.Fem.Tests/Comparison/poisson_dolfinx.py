"""-div(k grad u) = 1 on the unit cube, u = 0 on its faces, Q1 hexahedra, with dolfinx (0.5) and PETSc; prints one line of JSON.

Times exclude the mesh, the function space and the compilation of the forms. Run by `fem bench poisson --compare`.
"""
import argparse
import json
import time

import numpy as np
import ufl
from dolfinx import fem, mesh
from dolfinx.fem import petsc
from mpi4py import MPI
from petsc4py import PETSc

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("--n", type=int, required=True)
arguments.add_argument("--labels", help="n^3 bytes, x fastest: 0 outside, else inside the packing")
arguments.add_argument("--jump", type=float, default=1.0, help="k inside")
arguments.add_argument("--pc", default="gamg", choices=["gamg", "hypre", "jacobi"])
arguments.add_argument("--rtol", type=float, default=1e-8)
a = arguments.parse_args()

cube = mesh.create_unit_cube(MPI.COMM_WORLD, a.n, a.n, a.n, mesh.CellType.hexahedron)
space = fem.FunctionSpace(cube, ("CG", 1))
cells = cube.topology.index_map(3).size_local
k = fem.Function(fem.FunctionSpace(cube, ("DG", 0)))
k.x.array[:] = 1.0
if a.labels:
    labels = np.fromfile(a.labels, dtype=np.uint8)
    middle = np.floor(mesh.compute_midpoints(cube, 3, np.arange(cells, dtype=np.int32)) * a.n).astype(np.int64)
    k.x.array[:] = np.where(labels[(middle[:, 2] * a.n + middle[:, 1]) * a.n + middle[:, 0]] != 0, a.jump, 1.0)
u, v = ufl.TrialFunction(space), ufl.TestFunction(space)
stiffness = fem.form(k * ufl.inner(ufl.grad(u), ufl.grad(v)) * ufl.dx)
load = fem.form(fem.Constant(cube, PETSc.ScalarType(1)) * v * ufl.dx)
held = fem.dirichletbc(PETSc.ScalarType(0), fem.locate_dofs_geometrical(space, lambda x: np.any(np.isclose(x, 0) | np.isclose(x, 1), axis=0)), space)

start = time.perf_counter()
matrix = petsc.assemble_matrix(stiffness, bcs=[held])
matrix.assemble()
vector = petsc.assemble_vector(load)
petsc.apply_lifting(vector, [stiffness], [[held]])
petsc.set_bc(vector, [held])
assembled = time.perf_counter()
solver = PETSc.KSP().create(cube.comm)
solver.setOperators(matrix)
solver.setType("cg")
solver.getPC().setType(a.pc)
if a.pc == "hypre":
    solver.getPC().setHYPREType("boomeramg")
solver.setNormType(PETSc.KSP.NormType.UNPRECONDITIONED)
solver.setTolerances(rtol=a.rtol, max_it=20000)
solver.setUp()
ready = time.perf_counter()
solution = fem.Function(space)
solver.solve(vector, solution.vector)
done = time.perf_counter()
mass = petsc.assemble_vector(load)
print(json.dumps({
    "tool": f"dolfinx CG+{a.pc}", "assemble_s": assembled - start, "setup_s": ready - assembled, "solve_s": done - ready, "total_s": done - start,
    "iterations": solver.getIterationNumber(), "converged": solver.getConvergedReason() > 0, "integral_u": mass.dot(solution.vector)}))
