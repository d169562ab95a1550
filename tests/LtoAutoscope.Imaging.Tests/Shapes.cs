using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Tests;

/// <summary>Masks of shapes whose measures are known; a pixel is inside when its centre is.</summary>
internal static class Shapes
{
    internal static LabelImage Circle(double diameter, double offsetX = 0, double offsetY = 0) => Ellipse(diameter, diameter, 0, offsetX, offsetY);

    internal static LabelImage Ellipse(double length, double width, double angle, double offsetX = 0, double offsetY = 0)
    {
        int size = (int)Math.Ceiling(Math.Max(length, width)) + 8;
        (double sin, double cos) = Math.SinCos(angle);
        double centre = size / 2.0;
        return Fill(size, size, (x, y) =>
        {
            double dx = x - centre - offsetX, dy = y - centre - offsetY;
            double u = (cos * dx + sin * dy) / (length / 2), v = (-sin * dx + cos * dy) / (width / 2);
            return u * u + v * v <= 1;
        });
    }

    internal static LabelImage Rectangle(double length, double width, double angle, double offsetX = 0, double offsetY = 0)
    {
        int size = (int)Math.Ceiling(Math.Sqrt(length * length + width * width)) + 8;
        (double sin, double cos) = Math.SinCos(angle);
        double centre = size / 2.0;
        return Fill(size, size, (x, y) =>
        {
            double dx = x - centre - offsetX, dy = y - centre - offsetY;
            return Math.Abs(cos * dx + sin * dy) <= length / 2 && Math.Abs(-sin * dx + cos * dy) <= width / 2;
        });
    }

    /// <summary>A Koch snowflake, dimension ln 4 / ln 3, with the given distance of opposite corners.</summary>
    internal static LabelImage Koch(double across, double angle = 0, int generations = 6)
    {
        List<(double X, double Y)> corners = [];
        for (int i = 0; i < 3; i++)
        {
            (double sin, double cos) = Math.SinCos(angle + i * 2 * Math.PI / 3);
            corners.Add((cos * across / 2, sin * across / 2));
        }

        for (int g = 0; g < generations; g++)
        {
            List<(double X, double Y)> finer = new(corners.Count * 4);
            for (int i = 0; i < corners.Count; i++)
            {
                (double X, double Y) a = corners[i], b = corners[(i + 1) % corners.Count];
                double dx = (b.X - a.X) / 3, dy = (b.Y - a.Y) / 3, root = Math.Sqrt(3) / 2;
                finer.Add(a);
                finer.Add((a.X + dx, a.Y + dy));
                finer.Add((a.X + 1.5 * dx + root * dy, a.Y + 1.5 * dy - root * dx));
                finer.Add((a.X + 2 * dx, a.Y + 2 * dy));
            }

            corners = finer;
        }

        int size = (int)Math.Ceiling(across) + 8;
        double centre = size / 2.0 + 0.137;
        return FillPolygon(size, size, [.. corners.Select(c => (c.X + centre, c.Y + centre))]);
    }

    internal static LabelImage Fill(int width, int height, Func<double, double, bool> inside)
    {
        var labels = new LabelImage(width, height);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                if (inside(x, y)) labels[x, y] = 1;
        return labels;
    }

    private static LabelImage FillPolygon(int width, int height, (double X, double Y)[] corners)
    {
        var labels = new LabelImage(width, height);
        for (int y = 0; y < height; y++)
        {
            List<double> crossings = [];
            for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++)
            {
                (double X, double Y) a = corners[i], b = corners[j];
                if (a.Y > y != b.Y > y) crossings.Add((b.X - a.X) * (y - a.Y) / (b.Y - a.Y) + a.X);
            }

            crossings.Sort();
            for (int k = 0; k + 1 < crossings.Count; k += 2)
                for (int x = (int)Math.Ceiling(crossings[k]); x <= crossings[k + 1]; x++) labels[x, y] = 1;
        }

        return labels;
    }
}
