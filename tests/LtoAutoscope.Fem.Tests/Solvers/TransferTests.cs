using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Tests.Solvers;

public sealed class TransferTests
{
    public static TheoryData<int, int, int, string> Boxes => new()
    {
        { 8, 8, 8, "DDD" }, { 9, 7, 5, "DDD" }, { 9, 6, 11, "NNN" }, { 8, 6, 10, "PPP" }, { 9, 7, 5, "PPP" }, { 17, 6, 7, "PND" }, { 15, 16, 18, "DPN" }, { 30, 3, 4, "NDP" }, { 8, 7, 6, "LLN" }, { 9, 8, 7, "LNL" },
    };

    internal static DiffusionOperator RandomOperator(int nx, int ny, int nz, string boundary, double holes = 0.3, double contrast = 1e4)
    {
        var random = new SeededRandom(11, nx, ny, nz);
        var op = new DiffusionOperator(new VoxelGrid(nx, ny, nz), 0.25, Parse(boundary));
        double[] k = [.. Enumerable.Range(0, op.Grid.VoxelCount).Select(_ => random.Next() < holes ? 0 : Math.Pow(contrast, random.Next()))];
        op.SetCoefficients(k);
        return op;
    }

    internal static BoxBoundary Parse(string text)
    {
        return new BoxBoundary(Kind(text[0]), Kind(text[1]), Kind(text[2]));

        static BoundaryKind Kind(char c) => c == 'L' ? BoundaryKind.DirichletLow : c == 'D' ? BoundaryKind.Dirichlet : c == 'P' ? BoundaryKind.Periodic : BoundaryKind.Neumann;
    }

    private static Transfer Create(DiffusionOperator op)
    {
        var fine = new FineLevel(op, 1);
        return new Transfer(fine, new StencilLevel(
            (fine.Nx + 1) / 2, (fine.Ny + 1) / 2, (fine.Nz + 1) / 2, op.Boundary, (fine.Nx & 1) == 0, (fine.Ny & 1) == 0, (fine.Nz & 1) == 0, 1));
    }

    [Theory]
    [MemberData(nameof(Boxes))]
    public void Weights_OfTheFinestLevel_EqualThoseFromStencils(int nx, int ny, int nz, string boundary)
    {
        Transfer fast = Create(RandomOperator(nx, ny, nz, boundary)), general = Create(fast.Fine is FineLevel ? RandomOperator(nx, ny, nz, boundary) : null!);
        FineWeights.Compute(fast, (FineLevel)fast.Fine);
        TransferWeights.ComputeFromStencils(general);

        var coarse = fast.Coarse;
        for (int z = 0; z < coarse.NodesZ; z++)
        {
            for (int y = 0; y < coarse.NodesY; y++)
            {
                for (int slot = 0; slot < Transfer.WeightCount; slot++)
                {
                    for (int x = 0; x < coarse.NodesX; x++)
                    {
                        // Odd nodes of an odd periodic axis are images, which are written afterwards.
                        float expected = general.Weights[general.Weight(y, z, slot) + x];
                        if (expected == 0 && IsImage(fast.Fine, coarse, x, y, z)) continue;
                        Assert.Equal(expected, fast.Weights[fast.Weight(y, z, slot) + x], 2e-5f);
                    }
                }
            }
        }
    }

    private static bool IsImage(MultigridLevel fine, StencilLevel coarse, int x, int y, int z)
        => (coarse.Boundary.X == BoundaryKind.Periodic && (fine.Nx & 1) == 1 && x == coarse.Nx - 1)
            || (coarse.Boundary.Y == BoundaryKind.Periodic && (fine.Ny & 1) == 1 && y == coarse.Ny - 1)
            || (coarse.Boundary.Z == BoundaryKind.Periodic && (fine.Nz & 1) == 1 && z == coarse.Nz - 1);

    /// <summary>On two levels below the finest: PᵀAP applied as a stencil is P, then A, then Pᵀ.</summary>
    [Theory]
    [MemberData(nameof(Boxes))]
    public void Galerkin_AppliedToAVector_EqualsProlongApplyRestrict(int nx, int ny, int nz, string boundary)
    {
        var transfer = Create(RandomOperator(nx, ny, nz, boundary));
        for (int depth = 0; depth < 2; depth++)
        {
            TransferWeights.Compute(transfer);
            GalerkinProduct.Compute(transfer);
            var (fine, coarse) = (transfer.Fine, transfer.Coarse);
            coarse.SetDiagonal();
            var random = new SeededRandom(3, depth);
            for (int z = 0; z < coarse.NodesZ; z++)
            {
                for (int y = 0; y < coarse.NodesY; y++)
                {
                    for (int x = 0; x < coarse.NodesX; x++)
                        coarse.X[coarse.Row(y, z) + x] = coarse.IsHeld(x, y, z) || coarse.DiagonalAt(x, y, z) == 0 ? 0 : (float)random.Next();
                    coarse.CloseRow(coarse.X, coarse.Row(y, z));
                }
            }

            Array.Clear(fine.X);
            Array.Clear(fine.B);
            transfer.ProlongAndAdd(coarse.X, fine.X);
            fine.Residual();
            transfer.Restrict(fine.R, coarse.B);
            coarse.Residual();
            double largest = coarse.B.Max(Math.Abs);
            for (int z = 0; z < coarse.NodesZ; z++)
            {
                for (int y = 0; y < coarse.NodesY; y++)
                {
                    for (int x = 0; x < coarse.NodesX; x++)
                    {
                        // With the restricted residual −PᵀAPx on the right, the coarse residual is −2PᵀAPx.
                        int at = coarse.Row(y, z) + x;
                        if (!coarse.IsHeld(x, y, z) && coarse.DiagonalAt(x, y, z) > 0) Assert.Equal(2 * coarse.B[at] / largest, coarse.R[at] / largest, 2e-5);
                    }
                }
            }

            transfer = new Transfer(coarse, new StencilLevel(
                (coarse.Nx + 1) / 2, (coarse.Ny + 1) / 2, (coarse.Nz + 1) / 2, coarse.Boundary,
                coarse.HeldHighX && (coarse.Nx & 1) == 0, coarse.HeldHighY && (coarse.Ny & 1) == 0, coarse.HeldHighZ && (coarse.Nz & 1) == 0, 1));
        }
    }
}
