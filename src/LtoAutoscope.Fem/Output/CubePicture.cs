using System.Globalization;
using System.Text;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Output;

/// <summary>A cube of voxels as SVG, seen from above a corner (<see cref="CubeShading"/>), with a bar of colours below.</summary>
public static class CubePicture
{
    private const int MaximumCells = 96;

    /// <summary>Draws.</summary>
    /// <param name="structure">The voxels.</param>
    /// <param name="field">One value a voxel, NaN in pores.</param>
    /// <param name="caption">What the colours mean, such as <c>lithiation x</c>.</param>
    public static string Draw(VoxelMicrostructure structure, float[] field, string caption)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(field);
        var shading = new CubeShading(structure, field, MaximumCells);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {CubeFace.Width} {CubeFace.Height}\" role=\"img\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title>Electrode volume of {shading.EdgeUm:0.00} µm, coloured by {Escape(caption)} from {ValueText.Of(shading.Low, shading.High).Low} to {ValueText.Of(shading.Low, shading.High).High}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{CubeFace.Width}\" height=\"{CubeFace.Height}\" rx=\"8\" fill=\"#0b0e12\"/>");
        foreach (var face in shading.Faces) Face(svg, shading, face);
        svg.Append("<path fill=\"none\" stroke=\"#dfe6ee\" stroke-opacity=\".55\" stroke-width=\"1.4\" d=\"M230 13 418 122V338L230 447 42 338V122ZM230 230V447M230 230 42 122M230 230 418 122\"/>");
        Bar(svg, shading.Low, shading.High, caption);
        return svg.Append("</svg>").ToString();
    }

    private static void Face(StringBuilder svg, CubeShading shading, in CubeFace face)
    {
        int size = shading.Cells;
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"matrix({(double)face.First.X / size:0.#####} {(double)face.First.Y / size:0.#####} {(double)face.Second.X / size:0.#####} {(double)face.Second.Y / size:0.#####} {face.Origin.X} {face.Origin.Y})\">");
        svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"#0e1115\" d=\"M0 0H{size}V{size}H0Z\"/>");
        var paths = new StringBuilder?[CubeShading.Shades + CubeShading.Depths];
        for (int v = 0; v < size; v++)
        {
            for (int u = 0; u < size;)
            {
                int shade = shading.ShadeAt(face, u, v), end = u + 1;
                while (end < size && shading.ShadeAt(face, end, v) == shade) end++;
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
            if (paths[shade] is not { } path) continue;
            var (r, g, b) = CubeShading.ColourOf(shade, face.Light);
            svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"#{r:x2}{g:x2}{b:x2}\" d=\"{path}\"/>");
        }

        svg.Append("</g>");
    }

    private static void Bar(StringBuilder svg, double low, double high, string caption)
    {
        var (lowText, highText) = ValueText.Of(low, high);
        svg.Append("<defs><linearGradient id=\"cividis\">");
        for (int i = 0; i <= 10; i++) svg.Append(CultureInfo.InvariantCulture, $"<stop offset=\"{i * 10}%\" stop-color=\"{Cividis.Hex(i / 10.0)}\"/>");
        svg.Append("</linearGradient></defs><rect x=\"110\" y=\"466\" width=\"240\" height=\"9\" rx=\"2\" fill=\"url(#cividis)\"/>");
        svg.Append("<g fill=\"#c9d3de\" font-family=\"Inter, system-ui, sans-serif\" font-size=\"13\">");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"102\" y=\"475\" text-anchor=\"end\">{lowText}</text><text x=\"358\" y=\"475\">{highText}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"230\" y=\"497\" text-anchor=\"middle\">{Escape(caption)}</text></g>");
    }

    private static string Escape(string text)
        => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
