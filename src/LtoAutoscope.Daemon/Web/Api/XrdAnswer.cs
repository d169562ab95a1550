using System.Text.Json.Serialization;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A diffraction pattern.</summary>
/// <param name="Record">Where it came from.</param>
/// <param name="AngleDeg">Angles 2θ, °.</param>
/// <param name="Intensity">Intensities.</param>
/// <param name="ScherrerNm">Size of the crystallites by the strongest line, nm: a lower bound; null where it cannot be told.</param>
internal sealed record XrdAnswer(XrdPatternRecord Record, [property: JsonPropertyName("two_theta_deg")] IReadOnlyList<double> AngleDeg, IReadOnlyList<double> Intensity, double? ScherrerNm);
