using LtoAutoscope.Twin.Rendering;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>
/// Grows a crystal: a convex polyhedron of planes n·p ≤ d in a random orientation. Its outline is the silhouette of the solid, its upper side
/// the planes that face up, so facets, edges and outline agree as they do in nature.
/// </summary>
internal static class CrystalShape
{
    private const double SmallestUp = 0.03;
    private const double Inside = 1e-7;

    /// <summary>A crystal whose silhouette has the area of a disc of the given diameter, nm.</summary>
    internal static PowderParticle Grow(CrystalHabit habit, double diameter, double aspect, ref HashRandom random, ulong id)
    {
        List<Plane> planes = Planes(habit, aspect, ref random);
        Turn(planes, habit, ref random);
        (double X, double Y)[] outline = Hull(Vertices(planes));
        OutlineMoments m = OutlineMoments.Of(outline);
        double scale = diameter / m.EquivalentDiameter;
        List<float> facets = [];
        double top = double.MaxValue;
        foreach (Plane p in planes)
        {
            if (p.Z < SmallestUp) continue;
            double height = (p.D - p.X * m.X - p.Y * m.Y) / p.Z;
            facets.Add((float)(p.X / p.Z));
            facets.Add((float)(p.Y / p.Z));
            facets.Add((float)(scale * height));
            top = Math.Min(top, scale * height);
        }

        return new PowderParticle
        {
            Id = id,
            X = 0,
            Y = 0,
            Rank = random.Next(),
            Radius = Radii(outline, m, scale, random.NextInt(0, 2)),
            Facets = [.. facets],
            CapHeight = (float)Math.Clamp(top, 0.1 * diameter, diameter),
            CapExponent = 2,
            Tone = (float)random.NextNormal(),
        };
    }

    private static List<Plane> Planes(CrystalHabit habit, double aspect, ref HashRandom random)
    {
        List<Plane> planes = [];
        double wobble = random.Next(0.02, 0.12), tip;
        switch (habit)
        {
            case CrystalHabit.Bipyramid:
                // The {101} faces of anatase stand 68° to its {001} plane; growth rounds that down to blocks.
                double steep = random.Next(45, 68.3) * Math.PI / 180;
                tip = Math.Max(1, aspect) * random.Next(0.55, 1.1);
                Cone(planes, 4, Math.Sin(steep), Math.Cos(steep), Math.Sin(steep), wobble, ref random);
                Cone(planes, 4, Math.Sin(steep), -Math.Cos(steep), Math.Sin(steep), wobble, ref random);
                Ends(planes, tip, wobble, ref random);
                break;
            case CrystalHabit.Octahedron:
                double third = Math.Sqrt(1.0 / 3), cut = random.Next(0.62, 1.0);
                Cone(planes, 4, Math.Sqrt(2.0 / 3), third, third, wobble, ref random);
                Cone(planes, 4, Math.Sqrt(2.0 / 3), -third, third, wobble, ref random);
                Ends(planes, cut, wobble, ref random);
                for (int k = 0; k < 4; k++) Add(planes, Math.Cos(Math.PI * (k + 0.5) / 2), Math.Sin(Math.PI * (k + 0.5) / 2), 0, cut, wobble, ref random);
                break;
            case CrystalHabit.Cube:
                Cone(planes, 4, 1, 0, 1, wobble, ref random);
                Ends(planes, Math.Sqrt(Math.Max(1, aspect)), wobble, ref random);
                break;
            case CrystalHabit.Rod:
                double length = Math.Max(1.2, aspect);
                Cone(planes, random.Chance(0.6) ? 6 : 4, 1, 0, 1, wobble, ref random);
                Ends(planes, length, wobble, ref random);
                if (random.Chance(0.6))
                {
                    double along = random.Next(0.4, 0.8), out0 = Math.Sqrt(1 - along * along), reach = along * length + 0.25 * out0;
                    Cone(planes, 4, out0, along, reach, wobble, ref random);
                    Cone(planes, 4, out0, -along, reach, wobble, ref random);
                }

                break;
            case CrystalHabit.Platelet:
                Cone(planes, random.NextInt(5, 8), 1, 0, 1, 2 * wobble, ref random);
                Ends(planes, 1 / Math.Clamp(aspect, 1.6, 6), wobble, ref random);
                break;
            default:
                for (int k = 0; k < 12; k++)
                {
                    // Evenly spread directions (a golden spiral), shaken.
                    double z = 1 - (k + 0.5) / 6, r = Math.Sqrt(1 - z * z), angle = k * 2.39996;
                    Add(planes, r * Math.Cos(angle), r * Math.Sin(angle), z, random.Next(0.8, 1.15), 0.3, ref random);
                }

                double stretch = Math.Sqrt(Math.Max(1, aspect));
                for (int k = 0; k < planes.Count; k++) planes[k] = planes[k].Stretched(stretch);
                break;
        }

        return planes;
    }

    private static void Cone(List<Plane> planes, int sides, double across, double along, double distance, double wobble, ref HashRandom random)
    {
        for (int k = 0; k < sides; k++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * k / sides);
            Add(planes, across * cos, across * sin, along, distance, wobble, ref random);
        }
    }

    private static void Ends(List<Plane> planes, double half, double wobble, ref HashRandom random)
    {
        Add(planes, 0, 0, 1, half, wobble, ref random);
        Add(planes, 0, 0, -1, half, wobble, ref random);
    }

    private static void Add(List<Plane> planes, double x, double y, double z, double distance, double wobble, ref HashRandom random)
    {
        x += 0.4 * wobble * random.Next(-1, 1);
        y += 0.4 * wobble * random.Next(-1, 1);
        z += 0.4 * wobble * random.Next(-1, 1);
        double length = Math.Sqrt(x * x + y * y + z * z);
        planes.Add(new Plane(x / length, y / length, z / length, distance * (1 + wobble * random.Next(-1, 1))));
    }

    /// <summary>Any direction up; long and flat ones lie down more often than they stand.</summary>
    private static void Turn(List<Plane> planes, CrystalHabit habit, ref HashRandom random)
    {
        double height = habit switch
        {
            CrystalHabit.Rod => random.Chance(0.85) ? random.Next(-0.35, 0.35) : random.Next(-1, 1),
            CrystalHabit.Platelet => random.Chance(0.7) ? random.Next(0.75, 1) : random.Next(-1, 1),
            _ => random.Next(-1, 1),
        };
        double side = Math.Sqrt(1 - height * height);
        (double s1, double c1) = Math.SinCos(random.Next(0, 2 * Math.PI));
        (double s2, double c2) = Math.SinCos(random.Next(0, 2 * Math.PI));
        for (int i = 0; i < planes.Count; i++)
        {
            Plane p = planes[i];
            (double x, double y) = (c1 * p.X - s1 * p.Y, s1 * p.X + c1 * p.Y);
            (double u, double z) = (height * x + side * p.Z, -side * x + height * p.Z);
            planes[i] = new Plane(c2 * u - s2 * y, s2 * u + c2 * y, z, p.D);
        }
    }

    private static List<(double X, double Y)> Vertices(List<Plane> planes)
    {
        List<(double X, double Y)> found = [];
        for (int i = 0; i < planes.Count; i++)
        {
            Plane a = planes[i];
            for (int j = i + 1; j < planes.Count; j++)
            {
                Plane b = planes[j];
                double cx = a.Y * b.Z - a.Z * b.Y, cy = a.Z * b.X - a.X * b.Z, cz = a.X * b.Y - a.Y * b.X;
                for (int k = j + 1; k < planes.Count; k++)
                {
                    Plane c = planes[k];
                    double det = c.X * cx + c.Y * cy + c.Z * cz;
                    if (Math.Abs(det) < 1e-6) continue;
                    double x = (a.D * (b.Y * c.Z - b.Z * c.Y) + b.D * (c.Y * a.Z - c.Z * a.Y) + c.D * cx) / det;
                    double y = (a.D * (b.Z * c.X - b.X * c.Z) + b.D * (c.Z * a.X - c.X * a.Z) + c.D * cy) / det;
                    double z = (a.D * (b.X * c.Y - b.Y * c.X) + b.D * (c.X * a.Y - c.Y * a.X) + c.D * cz) / det;
                    bool inside = true;
                    foreach (Plane p in planes)
                    {
                        if (p.X * x + p.Y * y + p.Z * z <= p.D + Inside) continue;
                        inside = false;
                        break;
                    }

                    if (inside) found.Add((x, y));
                }
            }
        }

        return found;
    }

    /// <summary>Convex hull, counter-clockwise (Andrew, Information Processing Letters 9 (1979) 216).</summary>
    private static (double X, double Y)[] Hull(List<(double X, double Y)> points)
    {
        points.Sort();
        var hull = new List<(double X, double Y)>(points.Count + 1);
        for (int pass = 0; pass < 2; pass++)
        {
            int from = hull.Count;
            foreach ((double X, double Y) p in points)
            {
                while (hull.Count >= from + 2 && Cross(hull[^2], hull[^1], p) <= 1e-12) hull.RemoveAt(hull.Count - 1);
                hull.Add(p);
            }

            hull.RemoveAt(hull.Count - 1);
            points.Reverse();
        }

        return [.. hull];
    }

    private static double Cross((double X, double Y) o, (double X, double Y) a, (double X, double Y) b) => (a.X - o.X) * (b.Y - o.Y) - (a.Y - o.Y) * (b.X - o.X);

    private static float[] Radii((double X, double Y)[] hull, OutlineMoments m, double scale, int round)
    {
        const int n = PowderParticle.Directions;
        Span<double> inverse = stackalloc double[n];
        inverse.Clear();
        for (int e = 0; e < hull.Length; e++)
        {
            (double x0, double y0) = (hull[e].X - m.X, hull[e].Y - m.Y);
            (double x1, double y1) = hull[e + 1 < hull.Length ? e + 1 : 0];
            (x1, y1) = (x1 - m.X, y1 - m.Y);
            double nx = y1 - y0, ny = x0 - x1, d = nx * x0 + ny * y0;
            if (d <= 0) continue;
            for (int k = 0; k < n; k++)
            {
                (double x, double y, double length) = PowderParticle.RayOf(k);
                inverse[k] = Math.Max(inverse[k], (nx * x + ny * y) / (length * d));
            }
        }

        // Corners are never ideally sharp.
        var radius = new float[n];
        for (int k = 0; k < n; k++)
        {
            double sum = 0;
            for (int j = -round; j <= round; j++) sum += 1 / inverse[(k + j + n) & (n - 1)];
            radius[k] = (float)(scale * sum / (2 * round + 1));
        }

        return radius;
    }

    private readonly record struct Plane(double X, double Y, double Z, double D)
    {
        internal Plane Stretched(double factor)
        {
            double z = Z / factor, length = Math.Sqrt(X * X + Y * Y + z * z);
            return new Plane(X / length, Y / length, z / length, D / length);
        }
    }
}
