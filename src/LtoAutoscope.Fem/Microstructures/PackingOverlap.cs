namespace LtoAutoscope.Fem.Microstructures;

/// <summary>How much of the particles of a periodic box lies inside another one, counted on a grid of points.</summary>
internal static class PackingOverlap
{
    private const int Points = 128;

    /// <summary>1 − union / sum of volumes.</summary>
    internal static double Measure(IReadOnlyList<IParticleShape> particles, double boxSize, CancellationToken cancellationToken)
    {
        var holders = new byte[Points * Points * Points];
        double h = boxSize / Points;
        long sum = 0, union = 0;
        foreach (var shape in particles)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Vector3 c = shape.Centre, e = shape.HalfExtent;
            int x0 = First(c.X - e.X), y0 = First(c.Y - e.Y), z0 = First(c.Z - e.Z), x1 = Last(c.X + e.X), y1 = Last(c.Y + e.Y), z1 = Last(c.Z + e.Z);
            for (int z = z0; z <= z1; z++)
            {
                for (int y = y0; y <= y1; y++)
                {
                    int row = ((Fold(z) * Points) + Fold(y)) * Points;
                    for (int x = x0; x <= x1; x++)
                    {
                        if (shape.Level(new Vector3((x + 0.5) * h, (y + 0.5) * h, (z + 0.5) * h) - c) > 1) continue;
                        sum++;
                        if (holders[row + Fold(x)]++ == 0) union++;
                    }
                }
            }
        }

        return sum == 0 ? 0 : 1 - ((double)union / sum);

        int First(double x) => (int)Math.Floor(x / h);

        int Last(double x) => (int)Math.Ceiling(x / h);

        static int Fold(int i) => ((i % Points) + Points) % Points;
    }
}
