namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A rehearsal's two drawings, each a whole SVG document.</summary>
/// <param name="Holder">The holder with planned places, dose and way.</param>
/// <param name="Night">The night as bars.</param>
internal sealed record RehearsalDrawings(string Holder, string Night);
