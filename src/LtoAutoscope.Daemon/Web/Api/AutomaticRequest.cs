using LtoAutoscope.Pipeline.Control;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A procedure that the instrument runs by itself.</summary>
/// <param name="Procedure">Which.</param>
public sealed record AutomaticRequest(AutomaticProcedure Procedure);
