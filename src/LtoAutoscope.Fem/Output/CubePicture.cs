using System.Globalization;
using System.Text;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Output;

/// <summary>
/// A cube of voxels as SVG, seen from above a corner: the three faces in front, cut through the particles and coloured by a field.
/// Of a box that is no cube, the cube at its origin. In the pores of a face the next particle behind shows in grey, the darker the deeper.
/// </summary>
public static class CubePicture
{
    private const int Shades = 40;
    private const int Depths = 7;
    private const int MaximumCells = 96;

    /// <summary>Draws.</summary>
    /// <param name="structure">The voxels.</param>
    /// <param name="field">One value a voxel, NaN in pores.</param>
    /// <param name="caption">What the colours mean, such as <c>lithiation x</c>.</param>
    public static string Draw(VoxelMicrostructure structure, float[] field, string caption)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(field);
        var (low, high) = Range(field);
        int n = Math.Min(structure.SizeX, Math.Min(structure.SizeY, structure.SizeZ)), step = (n + MaximumCells - 1) / MaximumCells, cells = n / step;
        var svg = new StringBuilder();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 460 512\" role=\"img\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title>Electrode volume of {n * structure.VoxelSizeNm / 1000:0.00} µm, coloured by {Escape(caption)} from {low:0.000} to {high:0.000}</title>");
        svg.Append("<rect width=\"460\" height=\"512\" rx=\"8\" fill=\"#0b0e12\"/>");

        // Edges: x from the left corner to the front one, y from the left one to the back, z upwards; the origin is the lower left corner.
        Face(svg, cells, (188, 108), (188, -109), (42, 122), (u, v, depth) => (u, v, n - 1 - depth), 1.0);
        Face(svg, cells, (188, 109), (0, -216), (42, 338), (u, v, depth) => (u, depth, v), 0.86);
        Face(svg, cells, (188, -109), (0, -216), (230, 447), (u, v, depth) => (n - 1 - depth, u, v), 0.72);
        svg.Append("<path fill=\"none\" stroke=\"#dfe6ee\" stroke-opacity=\".55\" stroke-width=\"1.4\" d=\"M230 13 418 122V338L230 447 42 338V122ZM230 230V447M230 230 42 122M230 230 418 122\"/>");
        Bar(svg, low, high, caption);
        return svg.Append("</svg>").ToString();

        void Face(StringBuilder target, int size, (int X, int Y) e1, (int X, int Y) e2, (int X, int Y) origin, Func<int, int, int, (int X, int Y, int Z)> at, double light)
        {
            target.Append(CultureInfo.InvariantCulture, $"<g transform=\"matrix({(double)e1.X / size:0.#####} {(double)e1.Y / size:0.#####} {(double)e2.X / size:0.#####} {(double)e2.Y / size:0.#####} {origin.X} {origin.Y})\">");
            target.Append(CultureInfo.InvariantCulture, $"<path fill=\"#0e1115\" d=\"M0 0H{size}V{size}H0Z\"/>");
            var paths = new StringBuilder?[Shades + Depths];
            for (int v = 0; v < size; v++)
            {
                for (int u = 0; u < size;)
                {
                    int shade = Shade(u, v), end = u + 1;
                    while (end < size && Shade(end, v) == shade) end++;
                    if (shade >= 0)
                    {
                        // A hair of overlap hides the seams between neighbours.
                        (paths[shade] ??= new StringBuilder()).Append(CultureInfo.InvariantCulture, $"M{u} {v}h{end - u}.1v1.1H{u}z");
                    }

                    u = end;
                }
            }

            for (int shade = 0; shade < paths.Length; shade++)
            {
                if (paths[shade] is { } path) target.Append(CultureInfo.InvariantCulture, $"<path fill=\"{Colour(shade, light)}\" d=\"{path}\"/>");
            }

            target.Append("</g>");

            int Shade(int u, int v)
            {
                for (int depth = 0; depth < Depths + 1 && depth < n; depth++)
                {
                    var (x, y, z) = at(u * step, v * step, depth);
                    float value = field[structure.Index(x, y, z)];
                    if (float.IsNaN(value)) continue;
                    return depth == 0 ? Math.Clamp((int)((value - low) / (high - low) * Shades), 0, Shades - 1) : Shades + depth - 1;
                }

                return -1;
            }
        }
    }

    private static (double Low, double High) Range(float[] field)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (float value in field)
        {
            if (float.IsNaN(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return high - low > 1e-6 ? (low, high) : double.IsFinite(low) ? (low - 5e-4, low + 5e-4) : (0, 1);
    }

    private static string Colour(int shade, double light)
    {
        if (shade < Shades)
        {
            var (r, g, b) = Cividis.At((shade + 0.5) / Shades);
            return $"#{(int)(r * light):x2}{(int)(g * light):x2}{(int)(b * light):x2}";
        }

        double grey = light * Math.Exp(-(shade - Shades) / 3.0);
        return $"#{(int)(16 + (56 * grey)):x2}{(int)(19 + (56 * grey)):x2}{(int)(22 + (50 * grey)):x2}";
    }

    private static void Bar(StringBuilder svg, double low, double high, string caption)
    {
        svg.Append("<defs><linearGradient id=\"cividis\">");
        for (int i = 0; i <= 10; i++) svg.Append(CultureInfo.InvariantCulture, $"<stop offset=\"{i * 10}%\" stop-color=\"{Cividis.Hex(i / 10.0)}\"/>");
        svg.Append("</linearGradient></defs><rect x=\"110\" y=\"466\" width=\"240\" height=\"9\" rx=\"2\" fill=\"url(#cividis)\"/>");
        svg.Append("<g fill=\"#c9d3de\" font-family=\"Inter, system-ui, sans-serif\" font-size=\"13\">");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"102\" y=\"475\" text-anchor=\"end\">{low:0.000}</text><text x=\"358\" y=\"475\">{high:0.000}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"230\" y=\"497\" text-anchor=\"middle\">{Escape(caption)}</text></g>");
    }

    private static string Escape(string text)
        => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
