using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Draws outlines over a frame: solid cyan where measured, dotted amber at the border. The ground is a micrograph, so the inks are the dark theme's.</summary>
internal static class OutlineDrawing
{
    private const string Style =
        "path{fill:none;stroke-width:1.5;vector-effect:non-scaling-stroke;stroke-linejoin:round}.ok{stroke:#7fe3ff}.edge{stroke:#ffd45e;stroke-dasharray:1.5 3}";

    public static string Draw(FrameOutlines outlines)
    {
        var text = new StringBuilder(outlines.Particles.Count * 400);
        text.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {outlines.WidthPx} {outlines.HeightPx}\"><style>{Style}</style>");
        foreach (var particle in outlines.Particles)
        {
            if (particle.Outline.Count < 6) continue;
            text.Append(particle.Counts ? "<path class=\"ok\" d=\"" : "<path class=\"edge\" d=\"").Append(Path(particle)).Append("\"/>");
        }

        return text.Append("</svg>").ToString();
    }

    /// <summary>A particle's outline as path data in pixels; empty where it has none.</summary>
    public static string Path(Particle particle)
    {
        var outline = particle.Outline;
        var text = new StringBuilder(outline.Count * 6);
        for (int i = 0; i + 1 < outline.Count; i += 2)
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{outline[i]:0.#} {outline[i + 1]:0.#}");
        return text.Length == 0 ? "" : text.Append('Z').ToString();
    }
}
