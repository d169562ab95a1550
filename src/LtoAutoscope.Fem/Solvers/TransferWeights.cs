using System.Runtime.CompilerServices;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>The weights of a <see cref="Transfer"/>, from the stencils of its fine level.</summary>
internal static class TransferWeights
{
    // A node whose summed equation has no weight of its own takes nothing.
    private const float Smallest = 1e-6f;

    internal static void Compute(Transfer transfer)
    {
        if (transfer.Fine is FineLevel fine) FineWeights.Compute(transfer, fine);
        else ComputeFromStencils(transfer);
        CopyImages(transfer);
        CloseRows(transfer);
    }

    /// <summary>The general way, for any level.</summary>
    internal static void ComputeFromStencils(Transfer transfer)
    {
        Array.Clear(transfer.Weights);
        foreach (int count in (ReadOnlySpan<int>)[1, 2, 3])
            Slabs.Run(transfer.Coarse.NodesZ, transfer.Fine.Threads, (_, from, to) => ComputePlanes(transfer, count, from, to));
    }

    internal static void CloseRows(Transfer transfer)
    {
        var coarse = transfer.Coarse;
        if (coarse.Boundary.X != BoundaryKind.Periodic) return;
        for (int segment = 0; segment < coarse.NodesY * coarse.NodesZ * Transfer.WeightCount; segment++)
        {
            int at = MultigridLevel.Lanes + (segment * coarse.Stride);
            transfer.Weights[at + coarse.Nx] = transfer.Weights[at];
            transfer.Weights[at - 1] = transfer.Weights[at + coarse.Nx - 1];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComputePlanes(Transfer transfer, int oddCount, int from, int to)
    {
        var (fine, coarse) = (transfer.Fine, transfer.Coarse);
        Span<float> stencil = stackalloc float[27];
        Span<float> weights = stackalloc float[8];
        for (int k = from; k < to; k++)
        {
            for (int j = 0; j < coarse.NodesY; j++)
            {
                for (int type = 1; type < 8; type++)
                {
                    if (int.PopCount(type) != oddCount) continue;
                    int y = (2 * j) + ((type >> 1) & 1), z = (2 * k) + (type >> 2), tx = type & 1;
                    if (y >= fine.NodesY || z >= fine.NodesZ) continue;
                    if (IsHeldOdd(fine, type, y, z)) continue;
                    for (int i = 0; i < coarse.NodesX; i++)
                    {
                        int x = (2 * i) + tx;
                        if (x >= fine.NodesX) break;
                        if (tx == 1 && fine.HeldHighX && x == fine.Nx) continue;
                        fine.Stencil(x, y, z, stencil);
                        Weigh(transfer, stencil, type, i, j, k, weights);
                        for (int corner = 0; corner < 8; corner++)
                        {
                            if ((corner & ~type) == 0) transfer.Weights[transfer.Weight(j, k, Transfer.Slot(type, corner)) + i] = weights[corner];
                        }
                    }
                }
            }
        }
    }

    // A held node between coarse ones: the face of a box with an odd number of voxels.
    internal static bool IsHeldOdd(MultigridLevel fine, int type, int y, int z)
        => ((type & 2) != 0 && fine.HeldHighY && y == fine.Ny)
            || ((type & 4) != 0 && fine.HeldHighZ && z == fine.Nz);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Weigh(Transfer transfer, ReadOnlySpan<float> stencil, int type, int i, int j, int k, Span<float> weights)
    {
        var coarse = transfer.Coarse;
        int mx = type & 1, my = (type >> 1) & 1, mz = type >> 2;
        Span<float> summed = stackalloc float[27];
        summed.Clear();
        for (int dz = -1; dz <= 1; dz++)
        {
            for (int dy = -1; dy <= 1; dy++)
            {
                for (int dx = -1; dx <= 1; dx++)
                    summed[Index(mx * dx, my * dy, mz * dz)] += stencil[Index(dx, dy, dz)];
            }
        }

        weights.Clear();
        float centre = summed[13];
        if (!(centre > Smallest * stencil[13])) return;
        for (int dz = -mz; dz <= mz; dz++)
        {
            for (int dy = -my; dy <= my; dy++)
            {
                for (int dx = -mx; dx <= mx; dx++)
                {
                    float value = -summed[Index(dx, dy, dz)] / centre;
                    if (value == 0 || (dx == 0 && dy == 0 && dz == 0)) continue;
                    int neighbour = type & ~((dx & 1) | ((dy & 1) << 1) | ((dz & 1) << 2));
                    int side = (dx > 0 ? 1 : 0) | (dy > 0 ? 2 : 0) | (dz > 0 ? 4 : 0);
                    if (neighbour == 0)
                    {
                        weights[side] += value;
                        continue;
                    }

                    int ci = MultigridLevel.Wrap(i + (side & 1), coarse.NodesX, coarse.Boundary.X);
                    int cj = MultigridLevel.Wrap(j + ((side >> 1) & 1), coarse.NodesY, coarse.Boundary.Y);
                    int ck = MultigridLevel.Wrap(k + (side >> 2), coarse.NodesZ, coarse.Boundary.Z);
                    for (int corner = 0; corner < 8; corner++)
                    {
                        if ((corner & ~neighbour) == 0)
                            weights[corner | side] += value * transfer.Weights[transfer.Weight(cj, ck, Transfer.Slot(neighbour, corner)) + ci];
                    }
                }
            }
        }
    }

    private static int Index(int dx, int dy, int dz) => ((dz + 1) * 9) + ((dy + 1) * 3) + dx + 1;

    // Across a periodic axis of an odd number of cells the last coarse cell is one fine cell wide: its odd nodes are images of the first cell's even ones.
    private static void CopyImages(Transfer transfer)
    {
        var (fine, coarse) = (transfer.Fine, transfer.Coarse);
        for (int axis = 0; axis < 3; axis++)
        {
            int cells = axis == 0 ? fine.Nx : axis == 1 ? fine.Ny : fine.Nz;
            if (fine.Boundary[axis] != BoundaryKind.Periodic || (cells & 1) == 0) continue;
            int bit = 1 << axis;
            for (int k = axis == 2 ? coarse.NodesZ - 1 : 0; k < coarse.NodesZ; k++)
            {
                for (int j = axis == 1 ? coarse.NodesY - 1 : 0; j < coarse.NodesY; j++)
                {
                    for (int i = axis == 0 ? coarse.NodesX - 1 : 0; i < coarse.NodesX; i++)
                    {
                        for (int type = 1; type < 8; type++)
                        {
                            if ((type & bit) == 0) continue;
                            int original = type & ~bit;
                            for (int corner = 0; corner < 8; corner++)
                            {
                                if ((corner & ~original) != 0) continue;
                                float value = original == 0 ? 1 : transfer.Weights[
                                    transfer.Weight(axis == 1 ? 0 : j, axis == 2 ? 0 : k, Transfer.Slot(original, corner)) + (axis == 0 ? 0 : i)];
                                transfer.Weights[transfer.Weight(j, k, Transfer.Slot(type, corner | bit)) + i] = value;
                                transfer.Weights[transfer.Weight(j, k, Transfer.Slot(type, corner)) + i] = 0;
                            }
                        }
                    }
                }
            }
        }
    }
}
