using System.Numerics;
using LtoAutoscope.Twin.Rendering;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>
/// Grows the shape of one particle: a unit outline (facets or superellipse, with band-limited power-law roughness) is brought by an affine
/// map to exactly the area and the aspect ratio that were drawn for it, then turned.
/// </summary>
internal static class ParticleShape
{
    private const int Samples = PowderParticle.Directions;
    private const int LowestHarmonic = 3;
    private const int HighestHarmonic = 48;
    private static readonly double[] Cosine = [.. Enumerable.Range(0, Samples).Select(i => Math.Cos(2 * Math.PI * i / Samples))];
    private static readonly double[] Sine = [.. Enumerable.Range(0, Samples).Select(i => Math.Sin(2 * Math.PI * i / Samples))];
    private static readonly float[] Waves = MakeWaves();
    private static volatile Spectrum? _spectrum;

    internal static PowderParticle Grow(PowderParameters powder, ref HashRandom random, ulong id)
    {
        double large = random.NextNormal();
        double diameter = powder.MedianDiameterNm * Math.Exp(Math.Log(powder.GeometricSd) * Math.Clamp(large, -3.5, 3.5));
        double spread = Math.Sqrt(Math.Log(1 + powder.AspectRatioSpread * powder.AspectRatioSpread));
        double excess = Math.Exp(spread * Math.Clamp(Correlated(large, random.NextNormal(), powder.SizeAspectCorrelation), -3, 3) - spread * spread / 2);
        double aspect = 1 + (powder.MeanAspectRatio - 1) * excess;
        double turn = random.Next(0, Math.PI);
        double dimension = powder.OutlineFractalDimension;
        if (powder.FractalDimensionSpread > 0)
            dimension = Math.Clamp(dimension + powder.FractalDimensionSpread * Correlated(large, random.NextNormal(), powder.SizeFractalCorrelation), 1, 1.6);

        if (powder.CrystalShare > 0 && random.Chance(powder.CrystalShare)) return CrystalShape.Grow(powder.Habit, diameter, aspect, ref random, id);

        // Long particles grow as rods and prisms with parallel sides more often than as stretched blocks.
        bool faceted = random.Chance(powder.FacetedShare), rod = random.Chance((aspect - 1.3) / 1.2);
        var unit = new double[Samples];
        List<(double A, double B, double C)> planes = [];
        if (faceted) Facet(unit, planes, rod, ref random);
        else Superellipse(unit, powder.Squareness * (rod ? random.Next(1, 2.2) : random.Next(0.9, 1.15)));
        Roughen(unit, powder.OutlineRoughness / Math.Sqrt(aspect), dimension, ref random);

        var points = new (double X, double Y)[Samples];
        for (int i = 0; i < Samples; i++) points[i] = (unit[i] * Cosine[i], unit[i] * Sine[i]);

        // Whiten the moments, stretch, scale to the area, turn: the outline's own moments are then exact.
        OutlineMoments m = OutlineMoments.Of(points);
        double l11 = Math.Sqrt(m.XX), l21 = m.XY / l11, l22 = Math.Sqrt(m.YY - l21 * l21);
        double stretch = Math.Sqrt(aspect);
        double whiteArea = m.Area / (l11 * l22);
        double size = Math.Sqrt(Math.PI * diameter * diameter / 4 / whiteArea);
        (double st, double ct) = Math.SinCos(turn);
        // w = L⁻¹ q; out = turn · diag(stretch, 1/stretch) · size · w
        double a11 = size * ct * stretch, a12 = -size * st / stretch, a21 = size * st * stretch, a22 = size * ct / stretch;
        double b11 = a11 / l11 - a12 * l21 / (l11 * l22), b12 = a12 / l22, b21 = a21 / l11 - a22 * l21 / (l11 * l22), b22 = a22 / l22;
        for (int i = 0; i < Samples; i++)
        {
            double x = points[i].X - m.X, y = points[i].Y - m.Y;
            points[i] = (b11 * x + b12 * y, b21 * x + b22 * y);
        }

        double width = diameter / stretch;
        double det = b11 * b22 - b12 * b21;
        var facets = new float[planes.Count * 3];
        for (int i = 0; i < planes.Count; i++)
        {
            (double a, double b, double c) = planes[i];
            // A plane over q becomes one over p = B (q − m): gradient B⁻ᵀ, constant shifted; heights scale with the width.
            double height = width / 2;
            facets[3 * i] = (float)(height * (a * b22 - b * b21) / det);
            facets[3 * i + 1] = (float)(height * (-a * b12 + b * b11) / det);
            facets[3 * i + 2] = (float)(height * (c - a * m.X - b * m.Y));
        }

        return new PowderParticle
        {
            Id = id,
            X = 0,
            Y = 0,
            Rank = random.Next(),
            Radius = Tabulate(points),
            Facets = facets,
            CapHeight = (float)(width / 2 * random.Next(0.75, 1.1)),
            CapExponent = (float)Math.Clamp(powder.Squareness * random.Next(0.9, 1.3), 1.7, 8),
            Tone = (float)random.NextNormal(),
            FractalDimension = dimension,
        };
    }

    /// <summary>A standard normal figure that is correlated with a first one.</summary>
    private static double Correlated(double first, double other, double correlation) => correlation * first + Math.Sqrt(1 - correlation * correlation) * other;

    private static void Superellipse(double[] radius, double exponent)
    {
        // Eightfold symmetry: one eighth is worked out, the rest mirrored.
        const int quarter = Samples / 4;
        for (int i = 0; i <= quarter / 2; i++)
        {
            double r = Math.Pow(Math.Pow(Cosine[i], exponent) + Math.Pow(Sine[i], exponent), -1 / exponent);
            for (int q = 0; q < Samples; q += quarter)
            {
                radius[q + i] = r;
                radius[(q + quarter - i) & (Samples - 1)] = r;
            }
        }
    }

    private static void Facet(double[] radius, List<(double A, double B, double C)> planes, bool rod, ref HashRandom random)
    {
        int sides = rod ? 2 * random.NextInt(2, 4) : random.NextInt(4, 8);
        double phase = rod ? (sides == 6 ? Math.PI / 6 : 0) : random.Next(0, 2 * Math.PI), jitter = rod ? 0.06 : 0.28, top = random.Next(0.55, 1.1);
        planes.Add((random.Next(-0.25, 0.25), random.Next(-0.25, 0.25), top));
        Span<(double N1, double N2, double D)> edges = stackalloc (double, double, double)[sides];
        for (int s = 0; s < sides; s++)
        {
            (double n2, double n1) = Math.SinCos(phase + 2 * Math.PI * (s + random.Next(-jitter, jitter)) / sides);
            double d = random.Next(0.8, 1.1), slope = random.Next(0.8, 3);
            edges[s] = (n1, n2, d);
            planes.Add((slope * n1, slope * n2, slope * d));
            if (random.Chance(0.35)) planes.Add((0.45 * slope * n1, 0.45 * slope * n2, 0.45 * slope * d + 0.25 * top));
        }

        var sharp = new double[radius.Length];
        for (int i = 0; i < radius.Length; i++)
        {
            double r = 1.6, sin = Sine[i], cos = Cosine[i];
            foreach ((double n1, double n2, double d) in edges)
            {
                double along = n1 * cos + n2 * sin;
                if (along > 1e-6) r = Math.Min(r, d / along);
            }

            sharp[i] = r;
        }

        // Corners are never ideally sharp: a running mean rounds them.
        int half = random.NextInt(1, 7);
        for (int i = 0; i < radius.Length; i++)
        {
            double sum = 0;
            for (int k = -half; k <= half; k++) sum += sharp[(i + k + radius.Length) % radius.Length];
            radius[i] = sum / (2 * half + 1);
        }
    }

    private static void Roughen(double[] radius, double roughness, double dimension, ref HashRandom random)
    {
        if (roughness <= 0) return;
        // A self-affine profile of fractal dimension D has a power spectrum k^−(5 − 2D), so amplitudes fall as k^−(2.5 − D).
        double exponent = 2.5 - dimension, power = 0;
        double[] amplitudes = Amplitudes(exponent);
        Span<float> sum = stackalloc float[Samples];
        sum.Clear();
        for (int k = LowestHarmonic; k <= HighestHarmonic; k++)
        {
            double amplitude = amplitudes[k], phase = random.Next(), size = amplitude * Math.Sqrt(-2 * Math.Log(1 - random.Next()));
            power += amplitude * amplitude;
            (double sin, double cos) = Math.SinCos(2 * Math.PI * phase);
            AddScaled(Waves.AsSpan(2 * k * Samples, Samples), (float)(size * cos), Waves.AsSpan((2 * k + 1) * Samples, Samples), (float)(size * sin), sum);
        }

        double scale = roughness / Math.Sqrt(power);
        for (int i = 0; i < radius.Length; i++) radius[i] *= Math.Clamp(1 + scale * sum[i], 0.4, 1.8);
    }

    private static double[] Amplitudes(double exponent)
    {
        if (_spectrum is { } known && known.Exponent == exponent) return known.Amplitudes;
        var values = new double[HighestHarmonic + 1];
        for (int k = LowestHarmonic; k <= HighestHarmonic; k++) values[k] = Math.Pow(k, -exponent);
        _spectrum = new Spectrum(exponent, values);
        return values;
    }

    private static void AddScaled(ReadOnlySpan<float> first, float firstFactor, ReadOnlySpan<float> second, float secondFactor, Span<float> target)
    {
        for (int i = 0; i < target.Length; i += Vector<float>.Count)
            (new Vector<float>(target[i..]) + firstFactor * new Vector<float>(first[i..]) + secondFactor * new Vector<float>(second[i..])).CopyTo(target[i..]);
    }

    /// <summary>cos kθ and sin kθ for each harmonic, one after the other.</summary>
    private static float[] MakeWaves()
    {
        var waves = new float[2 * (HighestHarmonic + 1) * Samples];
        for (int k = 0; k <= HighestHarmonic; k++)
        {
            for (int i = 0; i < Samples; i++)
            {
                (double sin, double cos) = Math.SinCos(2 * Math.PI * k * i / Samples);
                waves[2 * k * Samples + i] = (float)cos;
                waves[(2 * k + 1) * Samples + i] = (float)sin;
            }
        }

        return waves;
    }

    /// <summary>The outline's distance for each diamond angle, from a closed star-shaped polygon about the origin.</summary>
    private static float[] Tabulate((double X, double Y)[] points)
    {
        int n = points.Length;
        var table = new float[PowderParticle.Directions];
        var angles = new double[n];
        var lengths = new double[n];
        int first = 0;
        for (int i = 0; i < n; i++)
        {
            lengths[i] = Math.Sqrt(points[i].X * points[i].X + points[i].Y * points[i].Y);
            angles[i] = PowderParticle.DiamondAngle(points[i].X, points[i].Y);
            if (angles[i] < angles[first]) first = i;
        }

        int at = first;
        for (int k = 0; k < table.Length; k++)
        {
            double target = k * 4.0 / table.Length;
            for (int guard = 0; guard < n; guard++)
            {
                int next = at + 1 == n ? 0 : at + 1;
                double nextAngle = next == first ? 4 + angles[first] : angles[next];
                if (nextAngle > target) break;
                if (next == first) break;
                at = next;
            }

            int from = target < angles[first] ? (first + n - 1) % n : at, to = target < angles[first] ? first : at + 1 == n ? 0 : at + 1;
            ((double x0, double y0), (double x1, double y1)) = (points[from], points[to]);
            (double dx, double dy, double length) = PowderParticle.RayOf(k);
            dx /= length;
            dy /= length;
            // Where the ray meets the edge: cross product with the edge's direction.
            double ex = x1 - x0, ey = y1 - y0, denominator = dx * ey - dy * ex;
            double r = Math.Abs(denominator) > 1e-12 ? (x0 * ey - y0 * ex) / denominator : lengths[from];
            double bound = Math.Max(lengths[from], lengths[to]);
            table[k] = (float)Math.Clamp(r, bound * 0.3, bound);
        }

        return table;
    }

    private sealed record Spectrum(double Exponent, double[] Amplitudes);
}
