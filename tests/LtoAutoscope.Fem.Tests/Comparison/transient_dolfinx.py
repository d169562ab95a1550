"""Two-phase transient diffusion (case B5) with dolfinx (0.5) and PETSc; prints one line of JSON.

Unit cube, Q1, D = 1 outside and 0.01 inside 27 spheres of radius 0.45/3 (one value a cell, at its mid-point), c = 1 on x = 0, no flux elsewhere, c = 0 at the start,
implicit Euler with a step of 0.01. Times exclude the mesh, the function space and the compilation of the forms.
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
arguments.add_argument("--n", type=int, default=64)
arguments.add_argument("--steps", type=int, default=10)
arguments.add_argument("--pc", default="jacobi", choices=["gamg", "hypre", "jacobi"])
# Relative to a right-hand side that holds the ones of the held face: 1e-11 is what the eighth digit of the mean takes.
arguments.add_argument("--rtol", type=float, default=1e-11)
a = arguments.parse_args()
step = 0.01

cube = mesh.create_unit_cube(MPI.COMM_WORLD, a.n, a.n, a.n, mesh.CellType.hexahedron)
space = fem.FunctionSpace(cube, ("CG", 1))
cells = cube.topology.index_map(3).size_local
middle = mesh.compute_midpoints(cube, 3, np.arange(cells, dtype=np.int32))
inside = (((3 * middle) % 1 - 0.5) ** 2).sum(axis=1) < 0.45**2
diffusivity = fem.Function(fem.FunctionSpace(cube, ("DG", 0)))
diffusivity.x.array[:] = np.where(inside, 0.01, 1.0)
u, v = ufl.TrialFunction(space), ufl.TestFunction(space)
before, now = fem.Function(space), fem.Function(space)
left = fem.form(u * v * ufl.dx + step * diffusivity * ufl.inner(ufl.grad(u), ufl.grad(v)) * ufl.dx)
right = fem.form(before * v * ufl.dx)
volume = fem.form(now * ufl.dx)
held = fem.dirichletbc(PETSc.ScalarType(1), fem.locate_dofs_geometrical(space, lambda x: np.isclose(x[0], 0)), space)

start = time.perf_counter()
matrix = petsc.assemble_matrix(left, bcs=[held])
matrix.assemble()
solver = PETSc.KSP().create(cube.comm)
solver.setOperators(matrix)
solver.setType("cg")
solver.getPC().setType(a.pc)
solver.setNormType(PETSc.KSP.NormType.UNPRECONDITIONED)
solver.setTolerances(rtol=a.rtol, max_it=20000)
solver.setInitialGuessNonzero(True)
solver.setUp()
ready = time.perf_counter()
iterations = 0
for _ in range(a.steps):
    vector = petsc.assemble_vector(right)
    petsc.apply_lifting(vector, [left], [[held]])
    petsc.set_bc(vector, [held])
    solver.solve(vector, now.vector)
    iterations += solver.getIterationNumber()
    before.x.array[:] = now.x.array
done = time.perf_counter()
print(json.dumps({
    "tool": f"dolfinx CG+{a.pc}", "setup_s": ready - start, "solve_s": done - ready, "total_s": done - start,
    "iterations": iterations, "mean_c": fem.assemble_scalar(volume)}))
