using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>
/// What a silhouette's dimension says of the area behind it: particles with self-affine surfaces (the logarithm of the radius is a sum of waves whose power per
/// octave falls with q^(−2H)), their silhouettes walked with dividers, their areas measured with triangles of the same lengths.
/// </summary>
public static class RoughnessStudy
{
    private const int Waves = 400;
    private const int Angles = 2048;
    private const double LongestWave = 1.2;
    private const double ShortestWave = 0.02;

    /// <summary>Runs the study.</summary>
    /// <param name="copies">Particles of each kind.</param>
    /// <param name="subdivisions">Subdivisions of the icosahedron, 5…7; the finest triangles are about 1.1/2^n radii long.</param>
    /// <param name="progress">Share done, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static IReadOnlyList<RoughnessStudyRow> Run(int copies = 4, int subdivisions = 7, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var sphere = Icosphere.Create(subdivisions);
        var rows = new List<RoughnessStudyRow>();
        double[] hursts = [0.2, 0.4, 0.6, 0.8], reliefs = [0.01, 0.02, 0.04, 0.07, 0.1];
        int done = 0;
        foreach (double hurst in hursts)
        {
            for (int copy = 0; copy < copies; copy++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var waves = Draw(hurst, new SeededRandom(copy, (long)(1000 * hurst)));
                double[] height = Height(sphere.Corners, waves);
                foreach (double relief in reliefs) rows.Add(Measure(sphere, height, waves, hurst, relief));
                progress?.Report((double)++done / (hursts.Length * copies));
            }
        }

        return rows;
    }

    /// <summary>
    /// Least squares of ln(area factor) = c·(D − D₀)·ln(κ·diameter / length) over all particles and all lengths below κ diameters, D₀ the dimension that a circle shows.
    /// </summary>
    /// <returns>c, κ, and the root mean square of what is left in ln(area factor).</returns>
    public static (double Slope, double FeatureShare, double Residual) Fit(IReadOnlyList<RoughnessStudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (double Slope, double Share, double Residual) best = (0, 0, double.PositiveInfinity);
        for (double share = 0.03; share < 0.2; share += 0.0025)
        {
            double xy = 0, xx = 0;
            foreach (var (x, y) in Points(share))
            {
                xy += x * y;
                xx += x * x;
            }

            double slope = xy / xx;
            // Shorter lengths than κ diameters are described by the fit, longer ones count as smooth.
            double residual = Math.Sqrt(Points(share).Average(p => ((slope * p.X) - p.Y) * ((slope * p.X) - p.Y)));
            if (residual < best.Residual) best = (slope, share, residual);
        }

        return best;

        IEnumerable<(double X, double Y)> Points(double share) => rows.SelectMany(row => row.AreaExponents.Select((e, i) =>
        {
            double length = row.FinestLength * Math.Pow(2, row.AreaExponents.Length - 1 - i);
            return (Math.Max(0, row.SilhouetteDimension - Roughness.CircleDimension) * Math.Max(0, Math.Log(share / length)), -e * Math.Log(length));
        }));
    }

    private static RoughnessStudyRow Measure(Icosphere sphere, double[] height, Wave[] waves, double hurst, double relief)
    {
        var points = new Vector3[height.Length];
        for (int i = 0; i < points.Length; i++) points[i] = Math.Exp(relief * height[i]) * sphere.Corners[i];
        double[][] outlines = [.. Enumerable.Range(0, 3).Select(axis => Silhouette(points, sphere.Levels[^1], axis))];
        double diameter = outlines.Average(o => 2 * Math.Sqrt(o.Average(r => r * r)));
        var tiled = sphere.Levels.Skip(2).Select(level => Tile(points, level)).ToArray();
        double smooth = Math.PI * diameter * diameter;
        // The area of the sphere's own facets is taken out.
        double[] plain = [.. sphere.Levels.Skip(2).Select(level => Tile(sphere.Corners, level).Area / (4 * Math.PI))];
        double[] lengths = [.. tiled.Select(t => t.Length / diameter)], factors = [.. tiled.Select((t, i) => t.Area / plain[i] / smooth)];
        int[] range = [.. Enumerable.Range(0, lengths.Length).Where(i => lengths[i] is > 0.03 and < 0.3)];
        double[] cut = new double[Angles];
        for (int i = 0; i < Angles; i++)
        {
            double angle = 2 * Math.PI * i / Angles;
            cut[i] = Math.Exp(relief * Height(new Vector3(Math.Cos(angle), Math.Sin(angle), 0), waves));
        }

        return new RoughnessStudyRow
        {
            Hurst = hurst,
            Relief = relief,
            SilhouetteDimension = outlines.Average(o => Divider(o, diameter)),
            CutDimension = Divider(cut, diameter),
            SurfaceDimension = 2 - Slope([.. range.Select(i => Math.Log(lengths[i]))], [.. range.Select(i => Math.Log(factors[i]))]),
            FinestLength = lengths[^1],
            AreaFactor = factors[^1],
            AreaExponents = [.. lengths.Select((l, i) => Math.Log(factors[i]) / Math.Log(1 / l))],
        };
    }

    private static Wave[] Draw(double hurst, SeededRandom random)
    {
        var waves = new Wave[Waves];
        double power = 0;
        for (int i = 0; i < Waves; i++)
        {
            // Evenly over octaves; the height of an octave falls with q^(−H).
            double length = LongestWave * Math.Pow(ShortestWave / LongestWave, (i + random.Next()) / Waves), amplitude = Math.Pow(length, hurst);
            power += amplitude * amplitude / 2;
            waves[i] = new Wave(2 * Math.PI / length * random.NextDirection(), 2 * Math.PI * random.Next(), amplitude);
        }

        return [.. waves.Select(w => w with { Amplitude = w.Amplitude / Math.Sqrt(power) })];
    }

    private static double[] Height(Vector3[] directions, Wave[] waves)
    {
        var height = new double[directions.Length];
        for (int i = 0; i < height.Length; i++) height[i] = Height(directions[i], waves);
        return height;
    }

    private static double Height(Vector3 direction, Wave[] waves)
    {
        double sum = 0;
        foreach (var wave in waves) sum += wave.Amplitude * Math.Cos(wave.Vector.Dot(direction) + wave.Phase);
        return sum;
    }

    private static (double Area, double Length) Tile(Vector3[] points, (int A, int B, int C)[] faces)
    {
        double area = 0;
        foreach (var (a, b, c) in faces) area += (points[b] - points[a]).Cross(points[c] - points[a]).Length / 2;
        // The edge of an equilateral triangle of the mean area, on the smooth sphere.
        return (area, Math.Sqrt(4 * Math.PI / faces.Length * 4 / Math.Sqrt(3)));
    }

    // The outline of the polyhedron's shadow: in each direction the farthest edge that the ray meets.
    private static double[] Silhouette(Vector3[] points, (int A, int B, int C)[] faces, int axis)
    {
        var radius = new double[Angles];
        foreach (var (a, b, c) in faces)
        {
            Edge(points[a], points[b]);
            Edge(points[b], points[c]);
            Edge(points[c], points[a]);
        }

        return radius;

        void Edge(Vector3 p, Vector3 q)
        {
            var (px, py) = Project(p);
            var (qx, qy) = Project(q);
            double turn = (px * qy) - (py * qx);
            // Each inner edge belongs to two triangles and comes in both senses: one is enough.
            if (turn <= 0) return;
            double from = Math.Atan2(py, px) / (2 * Math.PI) * Angles, to = Math.Atan2(qy, qx) / (2 * Math.PI) * Angles;
            if (to < from) to += Angles;
            if (to - from > Angles / 2.0) return;
            for (int i = (int)Math.Ceiling(from); i <= to; i++)
            {
                double angle = 2 * Math.PI * i / Angles, x = Math.Cos(angle), y = Math.Sin(angle);
                double along = turn / ((x * (qy - py)) - (y * (qx - px)));
                int bin = ((i % Angles) + Angles) % Angles;
                radius[bin] = Math.Max(radius[bin], along);
            }
        }

        (double X, double Y) Project(Vector3 p) => axis == 0 ? (p.Y, p.Z) : axis == 1 ? (p.Z, p.X) : (p.X, p.Y);
    }

    // 1 minus the slope of the walked length over the step, 8 steps from 3 pixels of a particle 66 pixels across to a quarter of its diameter.
    private static double Divider(double[] radius, double diameter)
    {
        const int Steps = 8;
        double[] x = new double[Steps], y = new double[Steps];
        for (int s = 0; s < Steps; s++)
        {
            double step = diameter * 0.045 * Math.Pow(0.25 / 0.045, (double)s / (Steps - 1));
            x[s] = Math.Log(step);
            y[s] = Math.Log(Enumerable.Range(0, 4).Average(start => Walk(radius, step, start * Angles / 4)));
        }

        return 1 - Slope(x, y);
    }

    private static double Walk(double[] radius, double step, int start)
    {
        var at = Point(start);
        double length = 0;
        for (int i = 1; i <= Angles; i++)
        {
            // A stop may lie on this segment already: the next one is looked for beyond it.
            var before = Point(start + i - 1);
            var next = Point(start + i);
            for (double from = 0; Distance(at, next) >= step;)
            {
                double low = from, high = 1;
                for (int k = 0; k < 40; k++)
                {
                    double middle = (low + high) / 2;
                    if (Distance(at, Between(before, next, middle)) < step) low = middle;
                    else high = middle;
                }

                at = Between(before, next, high);
                from = high;
                length += step;
            }
        }

        return length + Distance(at, Point(start));

        (double X, double Y) Point(int i)
        {
            double angle = 2 * Math.PI * i / Angles, r = radius[i % Angles];
            return (r * Math.Cos(angle), r * Math.Sin(angle));
        }

        static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

        static (double X, double Y) Between((double X, double Y) a, (double X, double Y) b, double t) => (a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)));
    }

    private static double Slope(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
    }

    private readonly record struct Wave(Vector3 Vector, double Phase, double Amplitude);
}
