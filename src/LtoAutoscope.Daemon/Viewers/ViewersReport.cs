namespace LtoAutoscope.Daemon.Viewers;

/// <summary>What was measured. Times in milliseconds, memory in KiB.</summary>
/// <param name="Circuits">Circuits that looked.</param>
/// <param name="Browser">Whether a real browser looked besides.</param>
/// <param name="UpdateGapP95">Time between two drawings of a circuit, 95th percentile: how old what is seen may be.</param>
/// <param name="UpdateGapMax">The longest.</param>
/// <param name="KibPerSecond">Drawing that each circuit gets, KiB/s.</param>
/// <param name="OpenP50">From asking for a page to its first drawing by the circuit, median.</param>
/// <param name="OpenP95">95th percentile.</param>
/// <param name="BrowserReadyP50">The same in the browser, from navigation to listening to clicks; null without one.</param>
/// <param name="BrowserReadyP95">95th percentile; null without one.</param>
/// <param name="StopOnWireP50">From the press (the request is sent) to the last byte of the stop on the instrument's line, median. An upper bound: the way back of the answer is in it.</param>
/// <param name="StopOnWireP99">99th percentile.</param>
/// <param name="StopReadBackP99">To the end of the read-backs and the answer.</param>
/// <param name="Stops">Presses.</param>
/// <param name="MemoryPerIdleCircuitKib">Growth of the daemon's resident memory for each further idle circuit.</param>
/// <param name="MemoryMib">Resident memory of the daemon with all viewers.</param>
internal sealed record ViewersReport(
    int Circuits, bool Browser, double UpdateGapP95, double UpdateGapMax, double KibPerSecond, double OpenP50, double OpenP95, double? BrowserReadyP50, double? BrowserReadyP95,
    double StopOnWireP50, double StopOnWireP99, double StopReadBackP99, int Stops, double MemoryPerIdleCircuitKib, double MemoryMib);
