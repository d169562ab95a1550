using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Changes a job that has not ended; what is left out stays.</summary>
/// <param name="Priority">−100…100; higher goes first.</param>
/// <param name="Window">When it may be worked on; one without times takes the window away.</param>
public sealed record JobChange(int? Priority = null, JobWindow? Window = null);
