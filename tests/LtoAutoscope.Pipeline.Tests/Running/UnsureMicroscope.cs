using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Pipeline.Tests.Running;

/// <summary>A microscope whose blanker reads back as a test wishes.</summary>
internal sealed class UnsureMicroscope : IMicroscope
{
    private readonly InterlockedMicroscope _inner;
    private readonly Eyes _eyes;

    private UnsureMicroscope(InterlockedMicroscope inner, Eyes eyes)
    {
        (_inner, _eyes) = (inner, eyes);
        Column = ColumnProxy.Around(inner.Column, eyes);
    }

    public InstrumentIdentity Identity => _inner.Identity;

    public IStage Stage => _inner.Stage;

    public IElectronColumn Column { get; }

    public IScanner Scanner => _inner.Scanner;

    public IVacuumSystem Vacuum => _inner.Vacuum;

    public static InterlockedMicroscope Around(InterlockedMicroscope inner, Eyes eyes)
        => new(new UnsureMicroscope(inner, eyes), inner.Envelope, new ParkSettings(), new ReconnectSettings(), TimeProvider.System);

    public async Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        StopReport report = await _inner.ParkAsync(cancellationToken);
        return report with { BlankConfirmed = report.Sent ? _eyes.Blank : null, Steps = [] };
    }

    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    /// <summary>What reads back.</summary>
    internal sealed class Eyes
    {
        private volatile object? _blank;

        public bool? Blank
        {
            get => (bool?)_blank;
            set => _blank = value;
        }
    }

    /// <summary>The column with another answer to one question.</summary>
    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "A proxy is made by deriving from it.")]
    public class ColumnProxy : DispatchProxy
    {
        private IElectronColumn? _inner;
        private Eyes? _eyes;

        internal static IElectronColumn Around(IElectronColumn inner, Eyes eyes)
        {
            IElectronColumn proxy = Create<IElectronColumn, ColumnProxy>();
            ((ColumnProxy)proxy)._inner = inner;
            ((ColumnProxy)proxy)._eyes = eyes;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
            => targetMethod!.Name == nameof(IElectronColumn.ReadBlankAsync) ? Task.FromResult(_eyes!.Blank) : targetMethod.Invoke(_inner, args);
    }
}
