using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Pipeline.Control;

/// <summary>
/// Control by hand, and what its holder may do with the instrument. What does not fit throws <see cref="Domain.InputException"/> with the reason; what the interlock refuses or the instrument
/// fails at throws <see cref="InstrumentFaultException"/>. Every answer is what the hardware read back.
/// </summary>
public interface ILabControl
{
    /// <summary>Who controls the instrument now.</summary>
    ControlView Control { get; }

    /// <summary>Raised when control changed hands without a command of the moment; on any thread.</summary>
    event Action<ControlEvent>? ControlChanged;

    /// <summary>Takes control, or renews it.</summary>
    /// <param name="pausesQueue">Whether a running queue is paused after its present frame, to take control then; without it a running queue refuses.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Heeded before anything is changed.</param>
    Task<ControlView> TakeControlAsync(bool pausesQueue, string by, CancellationToken cancellationToken);

    /// <summary>The holder, or who waits for the queue, is still there.</summary>
    ControlView RenewControl(string by);

    /// <summary>Gives control back, or gives up waiting for it; the instrument is stopped, blanked and parked.</summary>
    Task<ControlView> ReleaseControlAsync(string by);

    /// <summary>Asks the holder for control.</summary>
    ControlView AskForControl(string reason, string by);

    /// <summary>Takes the own request back.</summary>
    ControlView WithdrawRequest(string by);

    /// <summary>The holder grants or refuses the request. When it is granted, the instrument is halted and blanked and stays where it is.</summary>
    Task<ControlView> AnswerRequestAsync(bool grants, string by);

    /// <summary>Takes control from its holder, with a reason. The instrument is halted and blanked and stays where it is.</summary>
    Task<ControlView> ForceControlAsync(string reason, string by);

    /// <summary>Lets the holder's commands pass again after a stop; the queue stays held until it is resumed.</summary>
    Task<ControlView> ClearStopAsync(string by);

    /// <summary>The connected instrument, or null. Needs no control.</summary>
    Task<InstrumentDescription?> DescribeInstrumentAsync(CancellationToken cancellationToken);

    /// <summary>Column and detectors; null without a connection. Needs no control; asked more often than once a second, the last reading is given again.</summary>
    Task<OpticsView?> ReadOpticsAsync(CancellationToken cancellationToken);

    /// <summary>Moves the stage to a place.</summary>
    /// <returns>Where it came to rest.</returns>
    Task<StagePosition> MoveStageAsync(StageTarget target, string by, CancellationToken cancellationToken);

    /// <summary>Moves the stage by steps from where it is, mm and degrees.</summary>
    /// <returns>Where it came to rest.</returns>
    Task<StagePosition> JogStageAsync(StageTarget steps, string by, CancellationToken cancellationToken);

    /// <summary>Switches the beam on, at a voltage or the present one, or off.</summary>
    Task<OpticsView> SetBeamAsync(bool on, double? energyKv, string by, CancellationToken cancellationToken);

    /// <summary>Blanks the beam, or lets it through.</summary>
    Task<OpticsView> SetBlankAsync(bool blanked, string by, CancellationToken cancellationToken);

    /// <summary>Sets lens, stigmator, image shift and detectors.</summary>
    Task<OpticsView> SetOpticsAsync(OpticsChange change, string by, CancellationToken cancellationToken);

    /// <summary>Has the instrument run a procedure of its own.</summary>
    Task<OpticsView> RunAutomaticAsync(AutomaticProcedure procedure, string by, CancellationToken cancellationToken);

    /// <summary>Parks: stopped, blanked, high voltage and stage by policy.</summary>
    Task<StopReport> ParkByHandAsync(string by, CancellationToken cancellationToken);

    /// <summary>Takes one frame; a blanked beam is opened for it and blanked again. Its dose is booked for the sample that lies there.</summary>
    Task<ManualFrame> TakeFrameAsync(ScanRequest request, string by, IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>A frame that was taken by hand, newest first, at most four; null when it is kept no more.</summary>
    IReadOnlyList<ManualFrame> ManualFrames { get; }

    /// <summary>Does something else with the instrument for the holder, one thing at a time.</summary>
    /// <param name="what">What, for people.</param>
    /// <param name="work">Does it.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<T> WithControlAsync<T>(string what, Func<IMicroscope, CancellationToken, Task<T>> work, string by, CancellationToken cancellationToken);
}
