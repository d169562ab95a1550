namespace LtoAutoscope.Fem.Microstructures.Tomography;

/// <summary>
/// Euclidean distance of each solid voxel to the nearest one that is not, in voxels, exact (Felzenszwalb and Huttenlocher, Theory Comput. 8 (2012) 415). The
/// sides of the stack are mirrors: nothing beyond them counts.
/// </summary>
internal static class DistanceTransform
{
    internal static float[] Measure(bool[] solid, int nx, int ny, int nz)
    {
        const float Far = 1e12f;
        var squared = new float[solid.Length];
        for (int i = 0; i < solid.Length; i++) squared[i] = solid[i] ? Far : 0;
        int longest = Math.Max(nx, Math.Max(ny, nz));
        double[] f = new double[longest], d = new double[longest], z = new double[longest + 1];
        int[] v = new int[longest];
        for (int k = 0; k < ny * nz; k++) Line(k * nx, 1, nx);
        for (int k = 0; k < nz; k++)
        {
            for (int i = 0; i < nx; i++) Line((k * nx * ny) + i, nx, ny);
        }

        for (int i = 0; i < nx * ny; i++) Line(i, nx * ny, nz);
        for (int i = 0; i < squared.Length; i++) squared[i] = MathF.Sqrt(squared[i]);
        return squared;

        void Line(int start, int stride, int n)
        {
            for (int i = 0; i < n; i++) f[i] = squared[start + (i * stride)];
            int k = 0;
            v[0] = 0;
            z[0] = double.NegativeInfinity;
            z[1] = double.PositiveInfinity;
            for (int q = 1; q < n; q++)
            {
                double s = Meet(q, v[k]);
                while (s <= z[k]) s = Meet(q, v[--k]);
                v[++k] = q;
                z[k] = s;
                z[k + 1] = double.PositiveInfinity;
            }

            k = 0;
            for (int q = 0; q < n; q++)
            {
                while (z[k + 1] < q) k++;
                d[q] = ((double)(q - v[k]) * (q - v[k])) + f[v[k]];
            }

            for (int i = 0; i < n; i++) squared[start + (i * stride)] = (float)d[i];
        }

        double Meet(int q, int p) => (f[q] + ((double)q * q) - f[p] - ((double)p * p)) / (2.0 * (q - p));
    }
}
